// Datadog's Stratus Red Team, from the documentation that its Go code generates: `docs/index.yaml` and one page a technique,
// `docs/attack-techniques/<Folder>/<id>.md`. The index repeats a technique under each of its tactics.
// An attack technique maps to the ids of ATT&CK's own form in `frameworkmappings`; what is mapped by hand says so, and what a
// page merely links to is told, not taken.

import { isFields, listOf, techniqueIds, textOf, textsOf } from './fields.ts';
import { cappedByFile, counted, oneLine, quoted, yamlValue } from './parse-file.ts';
import { wrongTypes } from './shape.ts';
import type { Shape } from './shape.ts';
import type { SnapshotFile, SourceProblem, SourceReader, SourceResource } from './source.ts';
import { MAPPED_BY_HAND } from './stratus-by-hand.ts';
import { readStratusPage } from './stratus-page.ts';
import type { StratusPage } from './stratus-page.ts';

const INDEX = /^docs\/index\.ya?ml$/;
const PAGE = /^docs\/attack-techniques\/([\w-]+)\/([\w-]+\.[\w-]+\.[\w.-]+)\.md$/;
const SITE_URL = 'https://stratus-red-team.cloud/attack-techniques/';
/** An id is part of a key and of an address. */
const ID = /^[\w.-]{1,200}$/;

const ENTRY_SHAPE: Shape = {
  name: 'text',
  platform: 'text',
  frameworkmappings: [{ techniques: [{ id: 'text' }] }],
};

export const stratus: SourceReader = {
  id: 'stratus',
  isWhole: true,
  recognizes: (paths) => paths.some((path) => PAGE.test(path)),
  selects: (path) => INDEX.test(path) || PAGE.test(path),
  read: (files) => {
    const problems: SourceProblem[] = [];
    const pages = readPages(files, problems);
    const entries = readIndex(files, problems);
    const ids = [...new Set([...entries.keys(), ...pages.keys()])].sort();
    const resources = ids.map((id) => toResource(id, entries.get(id), pages.get(id), problems));
    return { resources, problems: cappedByFile(problems) };
  },
};

/** One attack technique in the index. */
interface Entry {
  file: SnapshotFile;
  name: string | null;
  platform: string | null;
  /** Where it starts in the index. */
  line: number | null;
  /** Ids of any framework. */
  mapped: string[];
}

function readPages(files: readonly SnapshotFile[], problems: SourceProblem[]): Map<string, StratusPage> {
  const pages = new Map<string, StratusPage>();
  for (const file of files) {
    const [, folder = '', id = ''] = PAGE.exec(file.path) ?? [];
    if (id === '') continue;
    const other = pages.get(id);
    if (!other) pages.set(id, readStratusPage(file, folder));
    else {
      const message = `Is a second page of ${id}. ${other.file.path} is read.`;
      problems.push({ path: file.path, line: null, code: 'repeated-page', message });
    }
  }
  return pages;
}

/** Entries by id: a technique of two tactics stands in the index twice, the same each time. */
function readIndex(files: readonly SnapshotFile[], problems: SourceProblem[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const file = files.find(({ path }) => INDEX.test(path));
  if (!file) {
    const message = 'Is missing, so the pages are read alone: they name no techniques and no platforms.';
    problems.push({ path: 'docs/index.yaml', line: null, code: 'no-index', message });
    return entries;
  }
  const lines = linesOfIds(file.text);
  let unnamed = 0;
  for (const item of indexItems(yamlValue(file, problems))) {
    const id = textOf(item, 'id') ?? '';
    if (!ID.test(id)) unnamed += 1;
    else if (!entries.has(id)) {
      const entry = toEntry(file, item, lines.get(id) ?? null);
      entries.set(id, entry);
      for (const { message } of wrongTypes(isFields(item) ? [item] : [], ENTRY_SHAPE))
        problems.push({
          path: file.path,
          line: entry.line,
          code: 'wrong-type',
          message: `${id}: ${message}`,
        });
    }
  }
  if (unnamed > 0) {
    const message = `Left out: ${counted(unnamed, 'entry', 'entries')} without an id that can be part of an address.`;
    problems.push({ path: file.path, line: null, code: 'entry-without-id', message });
  }
  return entries;
}

/** Where each id first stands. */
function linesOfIds(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  text.split('\n').forEach((line, i) => {
    const id = /^ *(?:- +)?id: *(\S+)\s*$/.exec(line)?.[1];
    if (id !== undefined && !lines.has(id)) lines.set(id, i + 1);
  });
  return lines;
}

/** Platform → tactic → entries; what is no table stands for itself. */
function indexItems(index: unknown): unknown[] {
  const values = (table: unknown): unknown[] => (isFields(table) ? Object.values(table) : [table]);
  return index === undefined ? [] : values(index).flatMap((tactics) => values(tactics).flat());
}

function toEntry(file: SnapshotFile, item: unknown, line: number | null): Entry {
  const mappings = listOf(item, 'frameworkmappings').flatMap((mapping) => listOf(mapping, 'techniques'));
  const mapped = [...new Set(mappings.flatMap((technique) => textsOf(technique, 'id')))];
  return { file, name: textOf(item, 'name'), platform: textOf(item, 'platform'), line, mapped };
}

function toResource(
  id: string,
  entry: Entry | undefined,
  page: StratusPage | undefined,
  problems: SourceProblem[],
): SourceResource {
  const path = page?.file.path ?? entry?.file.path ?? '';
  const folder = page?.folder ?? id.split('.', 1)[0] ?? '';
  if (!page) problems.push(noPage(id, path));
  return {
    key: `stratus:${id}`,
    kind: 'test',
    title: oneLine(entry?.name ?? page?.title ?? id),
    description: page?.description ?? null,
    status: null,
    severity: null,
    isDeprecated: false,
    authors: [],
    created: null,
    modified: null,
    platforms: entry?.platform ? [entry.platform] : [],
    dataSources: [],
    techniques: techniquesOf(id, entry, page, problems),
    references: page?.references ?? [],
    licence: 'Apache-2.0',
    url: `${SITE_URL}${folder}/${id}/`,
    path,
    trail: [],
    unitTests: null,
    body: page?.file.text ?? '',
    language: page ? 'markdown' : 'none',
  };
}

function noPage(id: string, path: string): SourceProblem {
  const message = `${id} is in the index and has no page. It is known by its name alone.`;
  return { path, line: null, code: 'no-page', message };
}

/** Upstream's own first, then those by hand that it lacks. */
function techniquesOf(
  id: string,
  entry: Entry | undefined,
  page: StratusPage | undefined,
  problems: SourceProblem[],
): string[] {
  const own = techniqueIds(entry?.mapped ?? []);
  const byHand = (MAPPED_BY_HAND.get(id) ?? []).filter((technique) => !own.includes(technique));
  const techniques = [...own, ...byHand];
  for (const other of entry?.mapped ?? [])
    if (techniqueIds([other]).length === 0) problems.push(extensionId(id, other, entry));
  const path = page?.file.path ?? entry?.file.path ?? '';
  if (byHand.length > 0) {
    const message = `${id} is mapped to ${byHand.join(', ')} as technique documents of 2022 did by hand; Stratus Red Team itself does not say so.`;
    problems.push({ path, line: null, code: 'mapped-by-hand', message });
  }
  for (const { technique, line } of page?.linked ?? [])
    if (!techniques.includes(technique)) {
      const message = `The page of ${id} links to ${technique}, and its mappings do not name it. It is not mapped.`;
      problems.push({ path, line, code: 'technique-in-text', message });
    }
  return techniques;
}

/** The AWS catalog numbers techniques of its own below those of ATT&CK: `T1485.A003`. */
function extensionId(id: string, other: string, entry: Entry | undefined): SourceProblem {
  const message = `${id} is mapped to ${quoted(other)}, which is no technique of ATT&CK. That mapping is left out.`;
  return { path: entry?.file.path ?? '', line: entry?.line ?? null, code: 'extension-id', message };
}
