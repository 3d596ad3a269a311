import type { ListedResource, ListedSource, TechniqueDetail } from '../../../shared/model/detail.ts';
import { KINDS, type Kind } from '../../../shared/model/resource.ts';
import type { MarkOrOpen } from '../../ui/mark-words.ts';

export type Show = MarkOrOpen | 'all';

/** Head of one of the three sections. */
export interface KindLine {
  type: 'kind';
  id: string;
  kind: Kind;
  /** Each resource once, whatever is shown. */
  resources: readonly ListedResource[];
}

/** Head of a source: foldable where it lists something, a sentence where it does not. */
export interface SourceLine {
  type: 'source';
  id: string;
  section: ListedSource;
  foldKey: string;
  isFolded: boolean;
}

/** A run of rows in one folder, folded to one line. */
export interface FolderLine {
  type: 'folder';
  id: string;
  section: ListedSource;
  folder: string;
  foldKey: string;
  count: number;
}

export interface RowLine {
  type: 'row';
  id: string;
  section: ListedSource;
  resource: ListedResource;
  /** Printed with the first row of a run; null on the others, and where the source has no folders. */
  folder: string | null;
  foldKey: string;
  /** Whether the source has folders at all, so that the column is kept. */
  hasFolders: boolean;
  /** Whether the source says how severe or how mature anything is, so that the column is kept. */
  hasGrades: boolean;
}

export type Line = KindLine | SourceLine | FolderLine | RowLine;

export interface LineOptions {
  show: Show;
  /** `foldKey`s of sources and folders. */
  folded: ReadonlySet<string>;
}

/** Everything below a technique's head as lines from top to bottom: section → source → folder → resource. */
export function toLines(detail: Pick<TechniqueDetail, 'sections'>, options: LineOptions): Line[] {
  return KINDS.flatMap((kind) => {
    const sections = detail.sections.filter((section) => section.kind === kind);
    const resources = new Map(sections.flatMap((section) => section.resources).map((one) => [one.key, one]));
    const head: KindLine = { type: 'kind', id: kind, kind, resources: [...resources.values()] };
    return [head, ...sections.flatMap((section, index) => sourceLines(section, `${kind}/${index}`, options))];
  });
}

/** Folder names as they are printed; empty for a resource at the source's root. */
export function folderOf(resource: Pick<ListedResource, 'trail'>): string {
  return resource.trail.map(({ name }) => name).join(' / ');
}

/** All resources of a folder of a source, also those of other runs. */
export function inFolder(section: ListedSource, folder: string): ListedResource[] {
  return section.resources.filter((resource) => folderOf(resource) === folder);
}

function sourceLines(section: ListedSource, id: string, { show, folded }: LineOptions): Line[] {
  const foldKey = `${section.kind}/${section.source.id}`;
  const isFolded = folded.has(foldKey);
  const head: SourceLine = { type: 'source', id, section, foldKey, isFolded };
  if (isFolded) return [head];
  const hasFolders = section.resources.some(({ trail }) => trail.length > 0);
  const hasGrades = section.resources.some(({ severity, status }) => severity !== null || status !== null);
  const lines: Line[] = [head];
  let run: string | null = null;
  section.resources.forEach((resource, index) => {
    if (show !== 'all' && (resource.mark ?? 'open') !== show) return;
    const folder = folderOf(resource);
    const isFirst = folder !== run;
    run = folder;
    const folderKey = `${foldKey}/${folder}`;
    if (folder !== '' && folded.has(folderKey)) {
      const last = lines.at(-1);
      if (!isFirst && last?.type === 'folder') last.count++;
      else
        lines.push({ type: 'folder', id: `${id}/${index}`, section, folder, foldKey: folderKey, count: 1 });
      return;
    }
    lines.push({
      type: 'row',
      id: `${id}/${resource.key}`,
      section,
      resource,
      folder: isFirst && folder !== '' ? folder : null,
      foldKey: folderKey,
      hasFolders,
      hasGrades,
    });
  });
  return lines;
}
