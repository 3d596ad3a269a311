import fs from 'node:fs';
import path from 'node:path';
import { AppError, type Answer } from '../shared/errors.ts';
import type { AppEvent } from '../shared/events.ts';
import type { MadePack, PackRequest } from '../shared/model/pack.ts';
import { SHIPPED_ROOT } from '../shared/model/content.ts';
import type { BuildProgress, BuildRequest, BuiltDocuments } from '../shared/model/built-documents.ts';
import { CATALOG_MIGRATIONS, openCatalog } from './catalog/open-catalog.ts';
import { keepSound, takeSound } from './catalog/soundness.ts';
import { openReader } from './open-reader.ts';
import { Importer } from './content/importer.ts';
import { ensureAttack } from './content/shipped-attack.ts';
import { makePack } from './content/packs/make-pack.ts';
import { packTrust } from './pack-trust.ts';
import type { Core } from './core.ts';
import {
  CATALOG_FILE,
  LEDGER_FILE,
  lockDataFolder,
  makeDataFolder,
  type FolderLock,
} from './db/data-folder.ts';
import { isDamage, isFull } from './db/open.ts';
import { newestVersion, schemaVersion } from './db/migrate.ts';
import { get, sql, type ReadableDB, type WritableDB } from './db/sql.ts';
import { dispatch, type OnInternal } from './dispatch.ts';
import { createHandlers } from './handlers.ts';
import { LEDGER_MIGRATIONS } from './ledger/migrations.ts';
import { checkAttachedLedger, openLedger } from './ledger/open-ledger.ts';
import { getSettings } from './ledger/settings.ts';
import { ReportShelf, type KeptReport } from './report-shelf.ts';

/** A key pair needs no data folder. */
export { createPackKey } from './content/packs/pack-keys.ts';

export interface WorkbenchOptions {
  dataFolder: string;
  /** The import worker's file: the bundle's, or in tests the source itself. */
  workerFile: string;
  /** Who holds the data folder, as a second process is told: "Bearing window", "bearing import". */
  holder: string;
  /** Author of entries when the settings name none yet. */
  author: string;
  /** Author of this process's entries, whatever the settings say. */
  authorOfAll?: string;
  /** Version of Bearing. */
  version: string;
  /** `read`: beside a process that writes; every write call is refused. */
  mode?: 'read' | 'write';
  /** How long to wait for another process that writes, in ms; absent: not at all. */
  waitMs?: number;
  /** Errors that are bugs, for the host's log. */
  onInternal?: OnInternal;
  /** The time; only tests give one. */
  now?: () => Date;
}

/** The one object that every host holds. */
export interface Workbench {
  /** Checks the input against the contract and answers a value or an error; never rejects. */
  call(name: string, input: unknown): Promise<Answer>;
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Bytes of a report that `reports.make` made. */
  madeReport(id: string): KeptReport | undefined;
  /**
   * Makes a pack of the catalog's content. No call of the contract, since it reads files that its host names.
   * Rejects with AppError: not-found, key-invalid, path-not-readable and the `pack-…` of a base that is none.
   */
  makePack(request: PackRequest): Promise<MadePack>;
  /** Imports what ships with Bearing when the data folder has never held content. Answers whether it did. */
  seed(folder: string): Promise<boolean>;
  /** What a person should know about how the folder was found, or null: a catalog that had to be set aside. */
  readonly warning: string | null;
  /** Cancels a running import, closes both databases, lets go of the folder. More than once is fine. */
  close(): Promise<void>;
}

/**
 * Opens a data folder, making it when it is not there.
 * Throws AppError: data-folder-busy (detail: holder), data-folder-not-writable, ledger-newer, ledger-missing, ledger-damaged, sqlite-too-old;
 * in `read` mode data-folder-empty when there is nothing to read, and catalog-damaged.
 */
export function openWorkbench(options: WorkbenchOptions): Workbench {
  const folder = path.resolve(options.dataFolder);
  const opened = options.mode === 'read' ? openToRead(folder) : openToWrite(folder, options);
  return createWorkbench(folder, options, opened);
}

interface Opened {
  reader: ReadableDB;
  ledger: WritableDB | null;
  lock: FolderLock | null;
  warning: string | null;
}

function openToWrite(folder: string, options: WorkbenchOptions): Opened {
  makeDataFolder(folder);
  const lock = takeFolder(folder, options);
  let ledger: WritableDB | null = null;
  try {
    ledger = openLedger(folder, options.now?.() ?? new Date());
    const { db, setAside } = openCatalog(folder, takeSound(ledger, folder));
    try {
      ensureAttack(db, (options.now?.() ?? new Date()).toISOString());
    } finally {
      db.close();
    }
    const warning =
      setAside === null
        ? null
        : `The catalog was damaged or of a newer Bearing. It is now ${setAside}; import the content again. Marks and notes are all there.`;
    return { reader: openReader(folder), ledger, lock, warning };
  } catch (error) {
    ledger?.close();
    lock.release();
    throw explain(error, folder);
  }
}

function takeFolder(folder: string, options: WorkbenchOptions): FolderLock {
  try {
    return lockDataFolder(folder, options.holder, options.waitMs);
  } catch (error) {
    throw explain(error, folder);
  }
}

function explain(error: unknown, folder: string): unknown {
  if (!isFull(error)) return error;
  return new AppError(
    'disk-full',
    `The disk of ${folder} is full, or cannot be read and written. Free some space and try again; nothing was changed.`,
    { folder },
  );
}

function openToRead(folder: string): Opened {
  if (fs.existsSync(folder) && !fs.statSync(folder).isDirectory())
    throw new AppError('data-folder-empty', `${folder} is no folder. Choose another one with --data.`, {
      folder,
    });
  const isThere = [CATALOG_FILE, LEDGER_FILE].every((file) => fs.existsSync(path.join(folder, file)));
  if (!isThere)
    throw new AppError(
      'data-folder-empty',
      `${folder} holds nothing yet. Import technique documents into it first: bearing import FOLDER.`,
      { folder },
    );
  let reader: ReadableDB | null = null;
  try {
    reader = openReader(folder);
    checkAttachedLedger(reader, folder);
    requireSameMake(reader, folder);
    return { reader, ledger: null, lock: null, warning: null };
  } catch (error) {
    reader?.close();
    throw isDamage(error) ? damagedCatalog(folder) : explain(error, folder);
  }
}

function requireSameMake(reader: ReadableDB, folder: string): void {
  const isOlderLedger =
    (reader.pragma('ledger.user_version', { simple: true }) as number) < newestVersion(LEDGER_MIGRATIONS);
  if (isOlderLedger)
    throw new AppError(
      'data-folder-empty',
      `The ledger of ${folder} was written by an older version of Bearing. Start the window or import once to bring it up to date; a backup is made first.`,
      { folder },
    );
  const [version, known] = [schemaVersion(reader), newestVersion(CATALOG_MIGRATIONS)];
  if (version === known) return;
  const next =
    version < known
      ? 'an older version of Bearing. Start the window or import once to bring it up to date.'
      : 'a newer version of Bearing. Start that version; this one would set the catalog aside and need the content imported again.';
  throw new AppError('data-folder-empty', `The catalog of ${folder} was written by ${next}`, { folder });
}

function damagedCatalog(folder: string): AppError {
  return new AppError(
    'catalog-damaged',
    `${path.join(folder, CATALOG_FILE)} is damaged. Import the content again: the damaged file is set aside then. Marks and notes are in the ledger and safe.`,
    { folder },
  );
}

function createWorkbench(folder: string, options: WorkbenchOptions, opened: Opened): Workbench {
  const { reader, ledger, lock, warning } = opened;
  const listeners = new Set<(event: AppEvent) => void>();
  let isClosed = false;
  let isDamaged = false;
  const core: Core = {
    folder,
    version: options.version,
    warning,
    reader,
    ledger() {
      if (ledger) return ledger;
      throw new AppError(
        'not-supported',
        'This workbench was opened for reading. Close the process that writes, or change things there.',
      );
    },
    author: () => options.authorOfAll ?? getSettings(reader, options.author).author,
    now: options.now ?? (() => new Date()),
    emit: (name, data) => listeners.forEach((listener) => listener({ name, data })),
  };
  const importer = new Importer(core, options.workerFile);
  const shelf = new ReportShelf();
  const handlers = createHandlers(core, importer, shelf);
  return {
    async call(name, input) {
      if (isClosed)
        return { ok: false, error: { code: 'closed', message: 'Bearing is closing. Start it again.' } };
      const answer = await dispatch(handlers, reader, name, input, options.onInternal ?? (() => undefined));
      isDamaged ||= !answer.ok && answer.error.code === 'database-damaged';
      return answer;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warning,
    madeReport: (id) => shelf.get(id),
    makePack: (request) => makePack(folder, options.version, request),
    async seed(shipped) {
      // Past imports are kept when content is removed, so what a person removed does not come back.
      if (
        get(reader, sql`SELECT 1 FROM imports WHERE added + changed + removed > 0 OR sources <> '[]' LIMIT 1`)
      )
        return false;
      await importer.run({
        type: 'import',
        items: [{ path: shipped, name: SHIPPED_ROOT }],
        dryRun: false,
        removeGone: false,
        hunting: false,
        trust: packTrust(reader),
      });
      return true;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await importer.cancel();
      reader.close();
      try {
        if (ledger && !isDamaged) keepSound(ledger, folder);
        ledger?.pragma('optimize');
      } finally {
        // A disk that is full must not keep the folder from whoever opens it next.
        ledger?.close();
        lock?.release();
      }
    },
  };
}

/**
 * Writes technique documents of sources' snapshots into a folder (content/build-documents.ts says more). Needs no data folder.
 * Throws AppError: path-not-readable, import-failed, path-not-writable, disk-full.
 */
export async function buildTechniqueDocuments(
  request: BuildRequest,
  onProgress?: (progress: BuildProgress) => void,
): Promise<BuiltDocuments> {
  // All the readers of sources: no host needs them to start.
  const { buildTechniqueDocuments: build } = await import('./content/build-documents.ts');
  return build(request, onProgress);
}
