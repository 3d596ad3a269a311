import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { ImportResult } from '../../shared/model/content.ts';
import { watchMarks } from '../catalog/mark-effects.ts';
import { CATALOG_MIGRATIONS } from '../catalog/open-catalog.ts';
import { countCatalog } from '../catalog/write-document.ts';
import { settleResources } from '../catalog/write-resource.ts';
import { CATALOG_FILE } from '../db/data-folder.ts';
import { migrate, newestVersion, schemaVersion } from '../db/migrate.ts';
import { isDamage, openForReading, openForWriting } from '../db/open.ts';
import { get, run, sql, transaction, value, type ReadableDB, type WritableDB } from '../db/sql.ts';
import { readUses, type OrganizationUse } from './attack-usage.ts';
import { compareAttackOf } from './import-attack.ts';
import { readAttackContents, settleAttack } from './settle-attack.ts';
import { ensureAttack } from './shipped-attack.ts';
import { compareDocuments, compareSnapshots } from './compare-catalogs.ts';
import { noSuchImport } from './content.ts';
import type { CheckCancelled } from './input.ts';
import { keepPrevious, partFile, previousFile, removeDatabase, tryToRemove } from './previous.ts';
import { readMarks, type LedgerMarks } from './read-marks.ts';
import { commitImport } from './record-import.ts';

/** So that one step copies about 40 MB. */
const PAGES = 10_000;

interface Options {
  /** ISO-8601 UTC. */
  now: string;
  dryRun: boolean;
  checkCancelled: CheckCancelled;
}

/**
 * Brings back the content as it was before an import. All work is done on a copy of the kept one: brought up to date, given the list of imports as it
 * is now, and this restore as the newest of them. SQLite's own backup then puts it in the catalog's place as one transaction, so that whoever reads
 * sees the one or the other. Throws not-found, previous-missing, previous-damaged.
 */
export async function restoreContent(
  folder: string,
  importId: number,
  options: Options,
): Promise<ImportResult> {
  const catalog = path.join(folder, CATALOG_FILE);
  const live = openForReading(catalog);
  // Of its own name: beside it, what is there now is kept before the next import.
  const part = `${partFile(folder, importId)}-restored`;
  let copy: WritableDB | null = null;
  try {
    copy = openCopy(live, folder, importId, part, options.now);
    const marks = readMarks(folder);
    const result = prepare(live, copy, importId, marks, readUses(folder));
    if (options.dryRun) return result;
    options.checkCancelled();
    takeImports(copy, catalog);
    const keep = (id: number) => keepPrevious(folder, id);
    await commitImport(copy, result, { now: options.now, roots: [], keepPrevious: keep });
    options.checkCancelled();
    copy.pragma('wal_checkpoint(TRUNCATE)');
    await copy.backup(catalog, { progress: () => PAGES });
    return result;
  } finally {
    copy?.close();
    live.close();
    tryToRemove(part);
    finish(catalog);
  }
}

/** The reading connection cannot move the log into the file, so this one does. */
function finish(catalog: string): void {
  const db = openForWriting(catalog, 'normal');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function openCopy(live: ReadableDB, folder: string, importId: number, part: string, now: string): WritableDB {
  if (!get(live, sql`SELECT 1 FROM imports WHERE id = ${importId}`)) throw noSuchImport(importId);
  const file = previousFile(folder, importId);
  if (!fs.existsSync(file))
    throw new AppError(
      'previous-missing',
      `The content as it was before import ${importId} is not kept any more: only that before the last three imports is. Import an older snapshot instead.`,
      { importId },
    );
  removeDatabase(part);
  fs.copyFileSync(file, part);
  const copy = openSound(part, importId, now);
  if (isOfThisCatalog(live, copy, importId)) return copy;
  copy.close();
  throw damaged(importId, 'is of another catalog');
}

function openSound(part: string, importId: number, now: string): WritableDB {
  let copy: WritableDB | null = null;
  try {
    copy = openForWriting(part, 'normal');
    if (schemaVersion(copy) > newestVersion(CATALOG_MIGRATIONS))
      throw damaged(importId, 'was made by a newer Bearing');
    if (schemaVersion(copy) === 0 || copy.pragma('integrity_check(1)', { simple: true }) !== 'ok')
      throw damaged(importId, 'is damaged');
    migrate(copy, CATALOG_MIGRATIONS);
    ensureAttack(copy, now);
    return copy;
  } catch (error) {
    copy?.close();
    if (isDamage(error)) throw damaged(importId, 'is damaged');
    throw error;
  }
}

function damaged(importId: number, what: string): AppError {
  return new AppError(
    'previous-damaged',
    `The kept content of before import ${importId} ${what}. Nothing was changed. Choose another import, or import an older snapshot instead.`,
    { importId },
  );
}

/** Ids of imports begin anew with a new catalog; a copy of another one must never come back under the same number. */
function isOfThisCatalog(live: ReadableDB, copy: ReadableDB, importId: number): boolean {
  const last = sql`SELECT json_group_array(json_array(id, finished_at)) FROM (SELECT id, finished_at FROM imports WHERE id < ${importId} ORDER BY id)`;
  const newer = value<number>(copy, sql`SELECT count(*) FROM imports WHERE id >= ${importId}`);
  return newer === 0 && value<string>(live, last) === value<string>(copy, last);
}

/** Ties the copy to what is marked by now, and tells what differs. */
function prepare(
  live: ReadableDB,
  copy: WritableDB,
  importId: number,
  marks: LedgerMarks,
  uses: readonly OrganizationUse[],
): ImportResult {
  const tellMarks = watchMarks(live, marks.active);
  transaction(copy, () => {
    settleResources(copy, marks.all);
    settleAttack(copy, readAttackContents(copy));
  });
  const { changes, unchanged } = compareDocuments(live, copy);
  const snapshots = compareSnapshots(live, copy);
  const count = (name: string) => changes.filter(({ change }) => change === name).length;
  return {
    importId: null,
    restores: importId,
    documents: value<number>(copy, sql`SELECT count(*) FROM documents`),
    ...countCatalog(copy),
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    unchanged,
    changes,
    snapshots,
    organizations: tellMarks(copy, snapshots),
    attack: compareAttackOf(live, copy, uses),
    packs: [],
    problems: [],
  };
}

/** What was imported when is no content: it stays as it is. */
function takeImports(copy: WritableDB, catalog: string): void {
  copy.prepare('ATTACH ? AS live').run(catalog);
  transaction(copy, () => {
    run(copy, sql`DELETE FROM main.questions`);
    run(copy, sql`DELETE FROM main.imports`);
    run(copy, sql`INSERT INTO main.imports SELECT * FROM live.imports`);
    run(copy, sql`INSERT INTO main.questions SELECT * FROM live.questions`);
  });
  copy.exec('DETACH live');
}
