import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseDocument } from '../../../src/core/documents/parse.ts';
import type { SnapshotFile, SourceReader, SourceResource } from '../../../src/core/sources/source.ts';
import type { Crumb } from '../../../src/shared/model/resource.ts';

// The repositories are not ours to ship: BEARING_CORPUS names a folder with a copy of each (`sigma/rules/…`).

/** What one file is read as. */
export function readOne(reader: SourceReader, path: string, text: string, hunting = false) {
  const { resources, problems } = reader.read([{ path, text }], { hunting });
  return { resource: resources[0], resources, problems, codes: problems.map(({ code }) => code) };
}

/** The files of a copied repository that a reader selects; none, when there is no copy. */
export function corpusFiles(reader: SourceReader, hunting = false): SnapshotFile[] {
  const root = corpusFolder(reader.id);
  return root === null
    ? []
    : corpusPaths(reader.id)
        .filter((path) => reader.selects(path, { hunting }))
        .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8').replace(/^\ufeff/, '') }));
}

export function corpusPaths(name: string): string[] {
  const root = corpusFolder(name);
  return root === null
    ? []
    : readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Why tests of the real files are skipped. */
export function withoutCorpus(name: string): string {
  return `BEARING_CORPUS names no folder that has ${name} in it`;
}

export function hasCorpus(name: string): boolean {
  return corpusFolder(name) !== null;
}

export interface Listed {
  key: string;
  technique: string;
  url: string;
  title: string;
  trail: Crumb[];
}

/** What the real technique documents of August 2022 list of a source, without the items that lost their link. */
export function listedInDocuments(source: string): Listed[] {
  const folder = corpusFolder('technique-documents');
  if (folder === null) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const { document } = parseDocument(readFileSync(join(folder, file), 'utf8'), file);
      return (document?.sections ?? [])
        .flatMap(({ sources }) => sources)
        .filter(({ id }) => id === source)
        .flatMap(({ items }) => items)
        .flatMap(({ key, url, title, trail }) =>
          url === null ? [] : [{ key, technique: document?.id ?? '', url, title, trail }],
        );
    });
}

export function summary(resources: readonly SourceResource[]) {
  const techniques = resources.flatMap((resource) => resource.techniques);
  return {
    objects: resources.length,
    mapped: resources.filter((resource) => resource.techniques.length > 0).length,
    links: techniques.length,
    techniques: new Set(techniques).size,
  };
}

function corpusFolder(name: string): string | null {
  const corpus = process.env['BEARING_CORPUS'];
  const folder = corpus === undefined ? null : join(corpus, name);
  return folder !== null && existsSync(folder) ? folder : null;
}
