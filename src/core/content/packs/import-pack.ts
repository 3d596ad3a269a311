import type { ImportedPack } from '../../../shared/model/pack.ts';
import { SOURCES } from '../../../shared/model/source.ts';
import type { ReadableDB } from '../../db/sql.ts';
import type { SourceProblem } from '../../sources/source.ts';
import type { PreparedResource } from '../../catalog/prepared-resource.ts';
import type { PendingSnapshot } from '../import-documents.ts';
import type { ReadSnapshot } from '../take-snapshot.ts';
import type { ReadAttack } from '../import-attack.ts';
import type { InputFile } from '../input.ts';
import { addAll } from '../listing.ts';
import { prepareResource } from '../prepare-resource.ts';
import { getAttackRecord, toReadAttack } from './attack-records.ts';
import { getDocumentRecord, toInputFile } from './document-records.ts';
import { describePack } from './describe-pack.ts';
import type { OpenPack } from './open-pack.ts';
import { isSameVersion, type ManifestPart, type PartSource } from './pack-format.ts';
import { hashRecords, readRecords } from './records.ts';
import { baseMissing, invalid, newer } from './refuse.ts';
import {
  checkProblems,
  checkResource,
  getSnapshotRecord,
  listSnapshotRecords,
  listSnapshots,
  PROBLEMS_KEY,
} from './snapshot-records.ts';

/** What an import takes from a pack. */
export interface PackContent {
  pack: ImportedPack;
  /** Technique documents, to be read as those of a folder are. */
  files: InputFile[];
  attack: ReadAttack[];
  /** To be asked for in the import's transaction: what they refuse takes all of it back. */
  snapshots: PendingSnapshot[];
}

/**
 * What a checked pack holds, as an import takes it. Parts that name records without carrying them are completed from the catalog.
 * Throws pack-newer, pack-invalid, pack-base-missing.
 */
export function readPackContent(pack: OpenPack, db: ReadableDB): PackContent {
  const content: PackContent = {
    pack: describePack(pack),
    files: [],
    attack: [],
    snapshots: [],
  };
  for (const part of pack.manifest.parts) {
    if (part.kind === 'documents') addAll(content.files, readDocumentsPart(pack, part, db));
    else if (part.kind === 'snapshot') content.snapshots.push(pendingSnapshot(pack, part, db));
    else if (part.kind === 'attack') content.attack.push(...readAttackPart(pack, part, db));
    else throw newer(pack.file, `it holds ${part.kind}, which this version does not know`);
  }
  return content;
}

function readDocumentsPart(pack: OpenPack, part: ManifestPart, db: ReadableDB): InputFile[] {
  const files: InputFile[] = [];
  for (const record of readRecords(pack, part, (key) => getDocumentRecord(db, key))) {
    const file = toInputFile(record, pack.file);
    if (!file) throw invalid(pack.file, `its part ${part.name} holds a record that is no document`);
    files.push(file);
  }
  return files;
}

function readAttackPart(pack: OpenPack, part: ManifestPart, db: ReadableDB): ReadAttack[] {
  const read: ReadAttack[] = [];
  for (const record of readRecords(pack, part, (key) => getAttackRecord(db, key))) {
    const one = toReadAttack(record, pack.file, part.sha256);
    if (!one || part.name !== `attack-${one.domain}`)
      throw invalid(pack.file, `its part ${part.name} holds a record that is no version of ATT&CK`);
    read.push(one);
  }
  return read;
}

function pendingSnapshot(pack: OpenPack, part: ManifestPart, db: ReadableDB): PendingSnapshot {
  const { source } = part;
  if (!source || part.name !== `snapshot-${source.id}`)
    throw invalid(pack.file, `its part ${part.name} does not say which source it is of`);
  if (!SOURCES.some(({ id }) => id === source.id))
    throw newer(pack.file, `it holds a snapshot of ${source.id}, which this version does not know`);
  const root = `${pack.file}/${source.root}`;
  return () => Promise.resolve(readSnapshotPart(pack, part, source, root, db));
}

function readSnapshotPart(
  pack: OpenPack,
  part: ManifestPart,
  source: PartSource,
  root: string,
  db: ReadableDB,
): ReadSnapshot {
  const { id: sourceId, commit, date, hunting, files, sha256 } = source;
  if (isInCatalog(part, source, db)) return { sourceId, root, stamps: null, isUnchanged: true };
  if (part.carries === 'nothing')
    throw baseMissing(
      pack.file,
      pack.manifest.since,
      `the catalog has another snapshot of ${sourceId}, or none`,
    );
  const resources: PreparedResource[] = [];
  let problems: SourceProblem[] | null = null;
  for (const record of readRecords(pack, part, (key) => getSnapshotRecord(db, sourceId, key))) {
    if (record.key === PROBLEMS_KEY) problems = checkProblems(record);
    else {
      const resource = checkResource(record, sourceId);
      if (!resource) throw invalid(pack.file, `its part ${part.name} holds a record that is no resource`);
      resources.push(prepareResource(resource));
    }
  }
  if (!problems) throw invalid(pack.file, `its part ${part.name} does not say what problems there were`);
  const parts = onePart({ resources, problems });
  return { sourceId, root, commit, date, hunting, files, sha256, stamps: null, problems: [], parts };
}

async function* onePart<Part>(part: Part): AsyncGenerator<Part, void, void> {
  yield await Promise.resolve(part);
}

/** Compares the records and not only which files they are said to be of, which a pack can say of anything. */
function isInCatalog(part: ManifestPart, source: PartSource, db: ReadableDB): boolean {
  const known = listSnapshots(db).find(({ id }) => id === source.id);
  if (!known || !isSameVersion(source, known)) return false;
  return hashRecords(listSnapshotRecords(db, source.id)) === part.sha256;
}
