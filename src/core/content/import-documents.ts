import type { DocumentChange, ImportResult } from '../../shared/model/content.ts';
import type { ImportedPack } from '../../shared/model/pack.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { countCatalog, removeUnknownTechniques } from '../catalog/write-document.ts';
import { tellDocumented } from '../catalog/from-documents.ts';
import { watchMarks } from '../catalog/mark-effects.ts';
import { TextDiffs } from '../catalog/text-diff.ts';
import { settleResources } from '../catalog/write-resource.ts';
import { asyncTransaction, type WritableDB } from '../db/sql.ts';
import type { OrganizationUse } from './attack-usage.ts';
import { inAdvance } from './in-advance.ts';
import { newestOfEach, writeAttack, type ReadAttack } from './import-attack.ts';
import { inputProblem } from './input.ts';
import { listHeldDates, olderSnapshot } from './older-snapshot.ts';
import type { ReadResult } from './read-documents.ts';
import type { LedgerMarks } from './read-marks.ts';
import { commitImport } from './record-import.ts';
import { readAttackContents, settleAttack, techniqueFacts } from './settle-attack.ts';
import { listGone, removeDocument, takeDocument } from './take-document.ts';
import { sortSnapshots, takeSnapshot, type ReadSnapshot, type TakenSnapshot } from './take-snapshot.ts';

/** A snapshot to be read: begins to, and answers when it knows what there is. */
export type PendingSnapshot = () => Promise<ReadSnapshot>;

export interface WriteOptions {
  /** ISO-8601 UTC. */
  now: string;
  /** The version of Bearing. */
  version: string;
  /** What was chosen. */
  roots: readonly string[];
  /** Every file that was found, readable or not. */
  found: ReadonlySet<string>;
  removeGone: boolean;
  marks: LedgerMarks;
  /** What marks and notes stand on, of every organization. */
  uses: readonly OrganizationUse[];
  dryRun: boolean;
  /** What it comes out of; null: out of no pack. */
  pack: ImportedPack | null;
  /** Keeps the content as it was before an import, which is not committed yet; when it throws nothing is written. */
  keepPrevious(importId: number): Promise<void>;
  /** Snapshots that are read while another one is written. */
  readAhead: number;
  /** Called after each document and each part of a snapshot, with how many files that finished; may throw to give up, and then nothing is written. */
  onWritten(files: number, file: string): void;
}

/** Writes what was read in one transaction. The same input again changes nothing; a dry run answers the same and changes nothing either. */
export async function importContent(
  db: WritableDB,
  read: ReadResult,
  attack: readonly ReadAttack[],
  snapshots: readonly PendingSnapshot[],
  options: WriteOptions,
): Promise<ImportResult> {
  let result: ImportResult | undefined;
  const dryRun = new Error('dry run');
  try {
    await asyncTransaction(db, async () => {
      const tellMarks = watchMarks(db, options.marks.active);
      result = await writeAll(db, read, attack, snapshots, options);
      result.organizations = tellMarks(db, result.snapshots);
      if (options.dryRun) throw dryRun;
      if (hasChanged(result)) await commitImport(db, result, options);
    });
  } catch (error) {
    if (error !== dryRun) throw error;
  }
  return result as ImportResult;
}

/** Removes techniques' documents because a person said so. Unknown ids are left out. */
export function removeDocuments(
  db: WritableDB,
  techniqueIds: readonly string[],
  options: Pick<WriteOptions, 'now' | 'marks' | 'keepPrevious'>,
): Promise<ImportResult> {
  return asyncTransaction(db, async () => {
    const tellMarks = watchMarks(db, options.marks.active);
    const changes = techniqueIds.flatMap((id) => removeDocument(db, id));
    settleResources(db, options.marks.all);
    removeUnknownTechniques(db);
    settleAttack(db, readAttackContents(db));
    const result = summarize(db, {
      changes,
      attack: [],
      snapshots: [],
      unchanged: 0,
      documents: 0,
      packs: [],
      problems: [],
    });
    result.organizations = tellMarks(db, result.snapshots);
    if (changes.length > 0) await commitImport(db, result, { ...options, roots: [] });
    return result;
  });
}

function hasChanged({ added, changed, removed, snapshots, attack }: ImportResult): boolean {
  return added + changed + removed > 0 || [...snapshots, ...attack].some(({ isUnchanged }) => !isUnchanged);
}

async function writeAll(
  db: WritableDB,
  read: ReadResult,
  attack: readonly ReadAttack[],
  snapshots: readonly PendingSnapshot[],
  options: WriteOptions,
): Promise<ImportResult> {
  const changes: DocumentChange[] = [];
  const problems: Problem[] = [...read.problems];
  const reading = inAdvance(snapshots, options.readAhead);
  // Before anything is written: documents of the same import may be of any date.
  const held = listHeldDates(db);
  const attackChanges = newestOfEach(attack).flatMap(
    (one) => writeAttack(db, one, options.uses, options.now, problems) ?? [],
  );
  const contents = readAttackContents(db);
  const facts = techniqueFacts(contents);
  let unchanged = 0;
  for (const document of read.documents) {
    const change = takeDocument(db, document, options.now);
    if (change) changes.push(change);
    else unchanged++;
    problems.push(
      ...document.problems.map(({ file, line, code, message }) => ({ file, line, code, message })),
    );
    options.onWritten(1, document.file);
  }
  for (const gone of listGone(db, read, options)) {
    if (options.removeGone) changes.push(...removeDocument(db, gone.techniqueId));
    else {
      changes.push(gone);
      problems.push(
        inputProblem(
          gone.file,
          'document-gone',
          `Is not there any more. The listings of ${gone.techniqueId} stay until they are removed.`,
        ),
      );
    }
  }
  const taken: TakenSnapshot[] = [];
  const writing = { ...options, facts, diffs: new TextDiffs() };
  for await (const snapshot of reading) {
    const one = await takeSnapshot(db, snapshot, writing, problems);
    if (!one) continue;
    if (!one.change.isUnchanged) problems.push(...olderSnapshot(one.change, held));
    taken.push(one);
  }
  const isListedAnew =
    changes.some((change) => change.change !== 'gone') || taken.some(({ change }) => !change.isUnchanged);
  if (isListedAnew) {
    settleResources(db, options.marks.all);
    removeUnknownTechniques(db);
    for (const { change, documented } of taken) tellDocumented(db, change, documented);
  }
  if (isListedAnew || attackChanges.some(({ isUnchanged }) => !isUnchanged)) settleAttack(db, contents);
  return summarize(db, {
    changes,
    attack: attackChanges,
    snapshots: sortSnapshots(taken.map(({ change }) => change)),
    unchanged,
    documents: read.documents.length,
    packs: options.pack ? [options.pack] : [],
    problems: sortProblems(problems),
  });
}

function sortProblems(problems: Problem[]): Problem[] {
  return problems.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0),
  );
}

function summarize(
  db: WritableDB,
  what: Pick<
    ImportResult,
    'changes' | 'attack' | 'snapshots' | 'unchanged' | 'documents' | 'packs' | 'problems'
  >,
): ImportResult {
  const count = (change: DocumentChange['change']) =>
    what.changes.filter((one) => one.change === change).length;
  const { techniques, resources, listings, links } = countCatalog(db);
  return {
    importId: null,
    restores: null,
    documents: what.documents,
    techniques,
    resources,
    listings,
    links,
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    unchanged: what.unchanged,
    changes: what.changes,
    attack: what.attack,
    snapshots: what.snapshots,
    packs: what.packs,
    organizations: [],
    problems: what.problems,
  };
}
