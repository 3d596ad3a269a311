import type { Crumb, Kind } from '../../shared/model/resource.ts';
import type { DocumentItem, DocumentSection, DocumentSource, TechniqueDocument } from './document.ts';
import * as format from './format.ts';

/** The page of a document: the standard form, but for the pieces that keep their lines as written. */
export function writeDocument(document: TechniqueDocument): string {
  const lines = [document.written ?? headLines(document)];
  for (const section of document.sections) {
    lines.push(section.written ?? [sectionLine(section.heading)]);
    for (const source of section.sources) addSource(lines, source, section.kind, document.id);
    if (endsInBlank(section)) lines.push(['']);
  }
  const text = lines.flat().join('\n');
  return document.isUnterminated ? text : `${text}\n`;
}

/** The standard lines from the top of the page to the first section. */
export function headLines(document: Omit<TechniqueDocument, 'sections'>): string[] {
  const head = [
    `# ${document.id}: ${oneLine(document.name)}`,
    `${format.TACTICS_LABEL} ${document.tactics.map(oneLine).join(', ')}`,
    '',
    `${format.ATTACK_LINK}${oneLine(document.url)})**`,
  ];
  const description = `${format.QUOTE_START}${document.description}${format.QUOTE_END}`;
  return [...head, ...description.split('\n'), ''];
}

export function sectionLine(heading: string): string {
  return `## ${oneLine(heading)}`;
}

/** The standard lines of a source from its heading to its list. */
export function sourceHeadLines(source: DocumentSource, kind: Kind | null, techniqueId: string): string[] {
  const { title, url, lastAccessed, total, declared } = source;
  const lines = [`### ${url === '' ? oneLine(title) : link(title, url)}`];
  if (lastAccessed !== null) lines.push(`${format.LAST_ACCESSED_LABEL} ${format.formatDate(lastAccessed)}`);
  lines.push('');
  const word = kind === null ? 'resources' : format.TOTAL_WORDS[kind];
  if (total !== null) lines.push(`${format.TOTAL_LABEL}${word}:** ${total}`, '');
  if (declared !== null) lines.push(`${format.DECLARED_LABEL} ${declared}`, '');
  lines.push(oneLine(source.intro ?? format.standardIntro(source.id, kind, techniqueId, url)), '');
  return lines;
}

/** The standard line of an item: folders and a bold link, or the link or the title alone. */
export function itemLine(item: Pick<DocumentItem, 'title' | 'url' | 'trail' | 'unitTests'>): string {
  const name = item.url === null ? oneLine(item.title) : link(item.title, item.url);
  const trail = item.trail.map(crumb);
  const text = trail.length === 0 ? name : [...trail, `**${name}**`].join(' / ');
  return item.unitTests === null ? `* ${text}` : `* ${text}: ${item.unitTests} unit tests`;
}

function addSource(lines: string[][], source: DocumentSource, kind: Kind | null, techniqueId: string): void {
  lines.push(source.written ?? sourceHeadLines(source, kind, techniqueId));
  if (source.statesNone) lines.push(source.statement ?? [format.NONE_LINE]);
  for (const item of source.items) lines.push(item.written ?? [itemLine(item)]);
  if (!source.isTight) lines.push(['']);
}

/** Only the rules have a blank line of their own at the end, with and without sources. */
function endsInBlank(section: DocumentSection): boolean {
  return section.kind === 'rule' && !section.isTight;
}

function crumb({ name, url }: Crumb): string {
  return url === null ? oneLine(name) : link(name, url);
}

function link(title: string, url: string): string {
  return `[${oneLine(title)}](${oneLine(url)})`;
}

/** A line break inside a value would start a line of its own, and with it anything. */
function oneLine(text: string): string {
  return text.includes('\n') ? text.replace(/[\r\n]+/g, ' ') : text;
}
