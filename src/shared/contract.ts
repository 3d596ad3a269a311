import * as v from 'valibot';
import type { JsonText } from './json-text.ts';
import type { AppInfo, Settings } from './model/app-info.ts';
import { AS_OF, type AttackInfo, type TechniqueAttack } from './model/attack.ts';
import type { ImportResult, ImportSummary, ProblemRow, SourceContent } from './model/content.ts';
import type { Coverage } from './model/coverage.ts';
import type { ResourceDetail, TechniqueDetail } from './model/detail.ts';
import type { TrustedKey } from './model/pack.ts';
import type { OpenQuestion, TiedOrganization } from './model/import-effect.ts';
import { isRealDay, OUTCOMES, type Run } from './model/run.ts';
import { LAYERS, REPORT_FORMATS, type MadeReport } from './model/report.ts';
import { KINDS, MARKS } from './model/resource.ts';
import type { SearchFacets, SearchResult } from './model/search.ts';
import {
  NOTE_TARGETS,
  type HistoryEntry,
  type LedgerCheck,
  type Note,
  type Organization,
  type UnplacedNote,
} from './model/tracking.ts';

/**
 * Every call of the workbench, on every host: whether it reads or writes, the schema of its one argument and the type of
 * its answer. The dispatcher checks the argument against the schema; a wrong one is `invalid-input` with the place.
 */
function read<Output>() {
  return <Input extends v.GenericSchema>(input: Input) => ({
    kind: 'read' as const,
    input,
    output: undefined as unknown as Output,
  });
}
function write<Output>() {
  return <Input extends v.GenericSchema>(input: Input) => ({
    kind: 'write' as const,
    input,
    output: undefined as unknown as Output,
  });
}

export const LIMITS = {
  name: 120,
  comment: 4000,
  note: 262_144,
  searchText: 10_000,
  page: 1000,
  keys: 50_000,
  paths: 20_000,
  publicKey: 4096,
  rulesFired: 1000,
  validityDays: 3650,
} as const;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const keys = v.pipe(
  v.array(key),
  v.minLength(1, 'At least one resource key is needed.'),
  v.maxLength(LIMITS.keys, `At most ${LIMITS.keys} resources at once.`),
);
const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'A name is needed.'),
  v.maxLength(LIMITS.name, `A name has at most ${LIMITS.name} characters.`),
  v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'A name is one line without control characters.'),
);
const techniqueId = v.pipe(v.string(), v.maxLength(16));
const organizationId = id;
const maybeOrganization = v.nullable(id);
const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.page));
/** A moment: `2026-11-03T14:00:00Z`, with Z or an offset. */
const time = v.pipe(
  v.string(),
  v.isoTimestamp('A time needs a zone: 2026-11-03T14:00:00Z.'),
  v.check(isRealDay, 'There is no such day.'),
);
const nothing = v.strictObject({});
/** Technique ids as sources list them, or as the version of ATT&CK in the catalog has them. */
const asOf = v.optional(v.picklist(AS_OF), 'listed');

/** As many as one query takes. */
function someOf<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item), v.maxLength(1000));
}

const filters = v.strictObject({
  /** `technique`, a kind, or `note`. Empty: all. */
  types: v.optional(v.array(v.picklist(['technique', ...KINDS, 'note'])), []),
  sources: v.optional(someOf(v.string()), []),
  tactics: v.optional(someOf(v.string()), []),
  techniques: v.optional(someOf(techniqueId), []),
  marks: v.optional(v.array(v.picklist([...MARKS, 'open'])), []),
});
export type SearchFilters = v.InferOutput<typeof filters>;

const searchText = v.pipe(v.string(), v.maxLength(LIMITS.searchText));
const noteTarget = { targetType: v.picklist(NOTE_TARGETS), targetKey: key };
const importItem = v.strictObject({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  name: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  root: v.optional(v.pipe(v.string(), v.maxLength(4096))),
});
const reportOptions = v.strictObject({
  leaveOutNotes: v.optional(v.boolean(), false),
  csvRaw: v.optional(v.boolean(), false),
  layer: v.optional(v.picklist(LAYERS), 'levels'),
});

export const CONTRACT = {
  /** Version, data folder and what it holds. */
  'app.info': read<AppInfo>()(nothing),
  'settings.get': read<Settings>()(nothing),
  /** Changes the settings that are given. */
  'settings.update': write<Settings>()(
    v.strictObject({
      author: v.optional(name),
      theme: v.optional(v.picklist(['system', 'light', 'dark'])),
      singleKeys: v.optional(v.boolean()),
      asOf: v.optional(v.picklist(AS_OF)),
      organizationId: v.optional(maybeOrganization),
      requireSignedPacks: v.optional(v.boolean()),
      validityDays: v.optional(
        v.pipe(
          v.number(),
          v.integer(),
          v.minValue(1),
          v.maxValue(LIMITS.validityDays, `A run counts for at most ${LIMITS.validityDays} days.`),
        ),
      ),
    }),
  ),

  /** Keys whose packs are taken, by name. */
  'keys.list': read<TrustedKey[]>()(nothing),
  /** Trusts a public key in PEM; one that is trusted already gets the name. Throws key-invalid. */
  'keys.add': write<TrustedKey>()(
    v.strictObject({ publicKey: v.pipe(v.string(), v.maxLength(LIMITS.publicKey)), name }),
  ),
  'keys.remove': write<{ id: string }>()(v.strictObject({ id })),

  /** By name, the archived ones last. */
  'organizations.list': read<Organization[]>()(nothing),
  'organizations.create': write<Organization>()(v.strictObject({ name })),
  'organizations.rename': write<Organization>()(v.strictObject({ organizationId, name })),
  /** An archived organization keeps everything and takes no entries until it is brought back. */
  'organizations.archive': write<Organization>()(v.strictObject({ organizationId, archived: v.boolean() })),

  /** Level and counts of every technique, tactic and source. Without organization: what is listed, nothing deployed. */
  'coverage.get': read<Coverage>()(v.strictObject({ organizationId: maybeOrganization, asOf })),
  'techniques.get': read<TechniqueDetail>()(
    v.strictObject({ techniqueId, organizationId: maybeOrganization, asOf }),
  ),
  /** What ATT&CK says of the technique of this very id; null when no version at hand knows it. */
  'techniques.attack': read<TechniqueAttack | null>()(v.strictObject({ techniqueId })),
  'resources.get': read<ResourceDetail>()(v.strictObject({ key, organizationId: maybeOrganization, asOf })),
  /** The technique document, written anew from its value. */
  'documents.write': read<{ fileName: string; text: string }>()(v.strictObject({ techniqueId })),

  /** Best matches first within each group: techniques, rules, tests, controls, notes. Any text is safe. */
  'search.list': read<SearchResult>()(
    v.strictObject({
      text: searchText,
      filters: v.optional(filters, {}),
      organizationId: maybeOrganization,
      asOf,
      offset: v.optional(offset, 0),
      limit: v.optional(limit, 200),
    }),
  ),
  /** At most `limit` of each group, for the palette. */
  'search.suggest': read<SearchResult>()(
    v.strictObject({
      text: searchText,
      organizationId: maybeOrganization,
      asOf,
      limit: v.optional(limit, 5),
    }),
  ),
  'search.facets': read<SearchFacets>()(
    v.strictObject({
      text: searchText,
      filters: v.optional(filters, {}),
      organizationId: maybeOrganization,
      asOf,
    }),
  ),
  /** Keys of all resources of a result, for marking it whole. */
  'search.keys': read<{ keys: string[] }>()(
    v.strictObject({
      text: searchText,
      filters: v.optional(filters, {}),
      organizationId: maybeOrganization,
      asOf,
    }),
  ),

  /** Sets the mark (null: open again) and comment of resources; one action, one undo step. `changed` counts those that were otherwise. */
  'tracking.mark': write<{ actionId: string | null; changed: number }>()(
    v.strictObject({
      organizationId,
      keys,
      mark: v.nullable(v.picklist(MARKS)),
      /** Absent: the comment stays. */
      comment: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(LIMITS.comment)))),
      /** Only resources without a mark. */
      onlyOpen: v.optional(v.boolean(), false),
    }),
  ),
  /** Takes an action back, or without id the latest one of the organization. What was changed again since stays and is counted in `skipped`. */
  'tracking.undo': write<{ actionId: string; undone: number; skipped: number; what: string }>()(
    v.strictObject({ organizationId, actionId: v.optional(id) }),
  ),
  /** Newest first. `total` counts all that match. With a technique: its notes and its resources. */
  'tracking.history': read<{ rows: HistoryEntry[]; total: number }>()(
    v.strictObject({
      organizationId,
      techniqueId: v.optional(techniqueId),
      key: v.optional(key),
      asOf,
      offset: v.optional(offset, 0),
      limit: v.optional(limit, 50),
    }),
  ),
  /** Newest first; with a technique also the notes on its resources. */
  'notes.list': read<Note[]>()(
    v.strictObject({ organizationId, techniqueId: v.optional(techniqueId), key: v.optional(key), asOf }),
  ),
  /** Without `noteId` a new one. */
  'notes.save': write<{ noteId: string; actionId: string | null }>()(
    v.strictObject({
      organizationId,
      noteId: v.optional(id),
      ...noteTarget,
      text: v.pipe(v.string(), v.trim(), v.minLength(1, 'A note needs text.'), v.maxLength(LIMITS.note)),
    }),
  ),
  /** Notes on techniques that follow to no one technique of the version of ATT&CK at hand by themselves. */
  'notes.unplaced': read<UnplacedNote[]>()(v.strictObject({ organizationId })),
  /** Puts notes on another technique; one action, one undo step. */
  'notes.move': write<{ actionId: string | null; moved: number }>()(
    v.strictObject({
      organizationId,
      noteIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(LIMITS.page)),
      techniqueId,
    }),
  ),
  'notes.delete': write<{ actionId: string }>()(v.strictObject({ organizationId, noteId: id })),

  /** Newest first; of the tests that a technique lists, of one test, or of the organization. */
  'runs.list': read<Run[]>()(
    v.strictObject({ organizationId, techniqueId: v.optional(techniqueId), key: v.optional(key), asOf }),
  ),
  /** Without `runId` a new one. */
  'runs.save': write<{ runId: string; actionId: string | null }>()(
    v.strictObject({
      organizationId,
      runId: v.optional(id),
      testKey: key,
      outcome: v.picklist(OUTCOMES),
      /** When the test ran, ISO-8601 with its zone; absent: now. */
      at: v.optional(time),
      /** Keys of the rules that fired. */
      rules: v.optional(v.pipe(v.array(key), v.maxLength(LIMITS.rulesFired)), []),
      comment: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(LIMITS.comment))), null),
    }),
  ),
  'runs.delete': write<{ actionId: string }>()(v.strictObject({ organizationId, runId: id })),

  /** Recomputes the hash of every ledger entry and its place in its feed, and compares the current state with the entries. */
  'ledger.verify': read<LedgerCheck>()(nothing),
  /** Makes the current state anew from the entries. */
  'ledger.rebuild': write<{ entries: number }>()(nothing),

  'content.sources': read<SourceContent[]>()(nothing),
  /** The versions of ATT&CK that the catalog resolves to, and the listed ids that have no place in them. */
  'content.attack': read<AttackInfo>()(nothing),
  /** Newest first. */
  'content.imports': read<ImportSummary[]>()(v.strictObject({ limit: v.optional(limit, 50) })),
  /** What an import changed and met, as it was answered then. */
  'content.importResult': read<ImportResult>()(v.strictObject({ importId: v.number() })),
  /** Problems of the documents in the catalog. */
  'content.problems': read<{ rows: ProblemRow[]; total: number }>()(
    v.strictObject({
      sourceId: v.optional(v.nullable(v.string())),
      techniqueId: v.optional(techniqueId),
      offset: v.optional(offset, 0),
      limit: v.optional(limit, 200),
    }),
  ),
  /**
   * Answers when the import has ended; progress comes as events. One at a time. Nothing is written by a dry run, a cancelled or a failed import.
   * A pack is checked whole before it is read, and refused by an error that begins with `pack-`.
   */
  'content.import': write<ImportResult>()(
    v.strictObject({
      items: v.pipe(v.array(importItem), v.minLength(1), v.maxLength(LIMITS.paths)),
      dryRun: v.optional(v.boolean(), false),
      /** Remove the listings of documents that have gone from the folders given. */
      removeGone: v.optional(v.boolean(), false),
      /** Hunting queries of Elastic and Sentinel too. */
      hunting: v.optional(v.boolean(), false),
    }),
  ),
  /** False when none runs. */
  'content.cancel': write<{ cancelled: boolean }>()(nothing),
  /** Removes documents and their listings; marks on their resources stay in the ledger. */
  'content.remove': write<ImportResult>()(
    v.strictObject({ techniqueIds: v.pipe(v.array(techniqueId), v.minLength(1), v.maxLength(LIMITS.page)) }),
  ),

  /** Brings back the content as it was before an import, as an import of its own. Marks and notes stay as they are. */
  'content.restore': write<ImportResult>()(
    v.strictObject({ importId: v.pipe(v.number(), v.safeInteger()), dryRun: v.optional(v.boolean(), false) }),
  ),
  /** Resources whose id changed while their file stayed, and that still have a mark under the old one. */
  'content.questions': read<OpenQuestion[]>()(nothing),
  /** Says that a resource that has gone is one that is there now: marks and notes move, one action an organization. */
  'content.tie': write<{ organizations: TiedOrganization[] }>()(v.strictObject({ before: key, after: key })),

  /** Makes a report and keeps it; hosts hand out its bytes by id. */
  'reports.make': read<MadeReport>()(
    v.strictObject({
      organizationId,
      format: v.picklist(REPORT_FORMATS),
      asOf,
      options: v.optional(reportOptions, {}),
    }),
  ),
} as const;

export type Contract = typeof CONTRACT;
export type CallName = keyof Contract;
/** What a caller writes; optional fields may be absent. */
export type CallInput<N extends CallName> = v.InferInput<Contract[N]['input']>;
/** What a handler gets: checked, defaults filled in. */
export type CheckedInput<N extends CallName> = v.InferOutput<Contract[N]['input']>;
export type CallOutput<N extends CallName> = Contract[N]['output'];

type HandlerAnswer<N extends CallName> = CallOutput<N> | JsonText<CallOutput<N>>;

/** One handler for every call. */
export type Handlers = {
  [N in CallName]: (input: CheckedInput<N>) => HandlerAnswer<N> | Promise<HandlerAnswer<N>>;
};

export function isCallName(value: unknown): value is CallName {
  return typeof value === 'string' && Object.hasOwn(CONTRACT, value);
}
