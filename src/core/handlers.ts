import type { Handlers } from '../shared/contract.ts';
import type { AppInfo } from '../shared/model/app-info.ts';
import { getResource } from './catalog/resources.ts';
import { getAttackInfo, listAttackVersions } from './catalog/write-attack.ts';
import { writeTechniqueDocument } from './catalog/technique-row.ts';
import {
  getContentFacts,
  getImportResult,
  listImports,
  listProblems,
  listSources,
} from './content/content.ts';
import { listQuestions } from './content/questions.ts';
import { techniqueAttackReader } from './content/technique-attack.ts';
import type { Importer } from './content/importer.ts';
import { addKey, packTrust, removeKey } from './pack-trust.ts';
import type { Core } from './core.ts';
import { getCoverage } from './coverage/coverage.ts';
import { getTechnique } from './coverage/technique.ts';
import { sqliteVersion } from './db/open.ts';
import { sql, value } from './db/sql.ts';
import { clockTime } from './ledger/clock.ts';
import { getSettings, updateSettings } from './ledger/settings.ts';
import { validityAt } from './ledger/validity.ts';
import { listTrustedKeys } from './ledger/trusted-keys.ts';
import { rebuildLedger, verifyLedger } from './ledger/verify.ts';
import type { ReportShelf } from './report-shelf.ts';
import { search, searchFacets, searchKeys, suggest } from './search/search.ts';
import { listHistory } from './tracking/history.ts';
import { markResources } from './tracking/marks.ts';
import { listUnplacedNotes, moveNotes } from './tracking/move-notes.ts';
import { deleteNote, listNotes, saveNote } from './tracking/notes.ts';
import {
  archiveOrganization,
  createOrganization,
  getOrganization,
  listOrganizations,
  renameOrganization,
} from './tracking/organizations.ts';
import { deleteRun, listRuns, saveRun } from './tracking/runs.ts';
import { tieKey } from './tracking/tie-key.ts';
import { undoAction } from './tracking/undo.ts';

/** Every call of the contract, wired to its feature. */
export function createHandlers(core: Core, importer: Importer, shelf: ReportShelf): Handlers {
  const db = core.reader;
  const attackOf = techniqueAttackReader(db);
  /** The input, when it names no organization or one that there is. Throws not-found. */
  const known = <Input extends { organizationId?: string | null | undefined }>(input: Input): Input => {
    if (typeof input.organizationId === 'string') getOrganization(db, input.organizationId);
    return input;
  };
  /** Which runs count now. */
  const validity = () => validityAt(db, core.now().toISOString());
  return {
    'app.info': () => getInfo(core, importer),
    'settings.get': () => ({ ...getSettings(db, ''), author: core.author() }),
    'settings.update': (input) => {
      updateSettings(core.ledger(), known(input));
      core.emit('settings.changed', {});
      return { ...getSettings(db, ''), author: core.author() };
    },

    'keys.list': () => listTrustedKeys(db),
    'keys.add': ({ publicKey, name }) => addKey(core, publicKey, name),
    'keys.remove': ({ id }) => removeKey(core, id),

    'organizations.list': () => listOrganizations(db),
    'organizations.create': ({ name }) => createOrganization(core, name),
    'organizations.rename': ({ organizationId, name }) => renameOrganization(core, organizationId, name),
    'organizations.archive': ({ organizationId, archived }) =>
      archiveOrganization(core, organizationId, archived),

    'coverage.get': ({ organizationId, asOf }) => getCoverage(db, organizationId, asOf, validity()),
    'techniques.get': ({ techniqueId, organizationId, asOf }) =>
      getTechnique(db, techniqueId, organizationId, asOf, validity()),
    'techniques.attack': ({ techniqueId }) => attackOf(techniqueId),
    'resources.get': ({ key, organizationId, asOf }) => getResource(db, key, organizationId, asOf),
    'documents.write': ({ techniqueId }) => writeTechniqueDocument(db, techniqueId),

    'search.list': (input) => search(db, known(input), validity()),
    'search.suggest': (input) => suggest(db, known(input), validity()),
    'search.facets': (input) => searchFacets(db, known(input)),
    'search.keys': (input) => searchKeys(db, known(input)),

    'tracking.mark': (input) => markResources(core, input),
    'tracking.undo': (input) => undoAction(core, input),
    'tracking.history': (input) => listHistory(db, input),
    'notes.list': (input) => {
      getOrganization(db, input.organizationId);
      return listNotes(db, input);
    },
    'notes.save': (input) => saveNote(core, input),
    'notes.unplaced': ({ organizationId }) => {
      getOrganization(db, organizationId);
      return listUnplacedNotes(db, organizationId);
    },
    'notes.move': (input) => moveNotes(core, input),
    'notes.delete': ({ organizationId, noteId }) => deleteNote(core, organizationId, noteId),
    'runs.list': (input) => {
      getOrganization(db, input.organizationId);
      return listRuns(db, input, core.now());
    },
    'runs.save': (input) => saveRun(core, input),
    'runs.delete': ({ organizationId, runId }) => deleteRun(core, organizationId, runId),
    'ledger.verify': () => verifyLedger(db),
    'ledger.rebuild': () => {
      const rebuilt = rebuildLedger(db, core.ledger());
      core.emit('organizations.changed', {});
      return rebuilt;
    },

    'content.sources': () => listSources(db),
    'content.attack': () => getAttackInfo(db),
    'content.imports': ({ limit }) => listImports(db, core.folder, limit),
    'content.importResult': ({ importId }) => getImportResult(db, importId),
    'content.problems': (input) => listProblems(db, input),
    'content.import': ({ items, dryRun, removeGone, hunting }) =>
      importer.run({ type: 'import', items, dryRun, removeGone, hunting, trust: packTrust(db) }),
    'content.cancel': async () => ({ cancelled: await importer.cancel() }),
    'content.remove': ({ techniqueIds }) => importer.run({ type: 'remove', techniqueIds }),
    'content.restore': ({ importId, dryRun }) => importer.run({ type: 'restore', importId, dryRun }),
    'content.questions': () => listQuestions(db),
    'content.tie': ({ before, after }) => tieKey(core, before, after),

    'reports.make': (input) => shelf.make(core, input),
  };
}

function getInfo(core: Core, importer: Importer): AppInfo {
  const facts = getContentFacts(core.reader);
  const clock = value<string | null>(core.reader, sql`SELECT max(clock) FROM ledger.entries`);
  return {
    version: core.version,
    dataFolder: core.folder,
    sqliteVersion: sqliteVersion(core.reader),
    documents: facts.documents,
    contentHash: facts.hash,
    newestContent: facts.newest,
    attack: listAttackVersions(core.reader).map(({ domain, version }) => ({ domain, version })),
    ledgerSavedAt: clock === null ? null : clockTime(clock),
    warning: core.warning,
    job: importer.job,
  };
}
