import type {
  ListedSource,
  ResourceDetail,
  TechniqueDetail,
  TechniquePlacement,
  UpstreamDetail,
} from '../shared/model/detail.ts';
import { attackName } from '../shared/attack-name.ts';
import type { AttackRef, TechniqueAttack } from '../shared/model/attack.ts';
import type { Note } from '../shared/model/tracking.ts';
import { formatFreshness } from './freshness-text.ts';
import { countOf, formatDate, formatTable, formatThings, visible, visibleLines } from './table.ts';

/** A technique for a person: head, description, what ATT&CK says besides, then each source with its resources. */
export function formatTechnique(
  technique: TechniqueDetail,
  attack: TechniqueAttack | null,
  notes: Note[],
): string {
  const { id, name, url, tactics, level, controls, rules, tests } = technique;
  const head = [
    visible(`${id}  ${name}`),
    `Level     ${level}`,
    `Tactics   ${visible(tactics.join(', '))}`,
    `Deployed  ${countOf(controls.deployed, controls.listed, 'control')}, ${countOf(rules.deployed, rules.listed, 'rule')}, ${countOf(tests.deployed, tests.listed, 'test')}`,
    `ATT&CK    ${visible(url)}`,
  ];
  if (technique.placement !== null) head.push(`Now       ${visible(placementText(technique.placement))}`);
  if (technique.former.length > 0) head.push(`Before    ${technique.former.join(', ')}`);
  const blocks = [
    head.join('\n'),
    visibleLines(technique.description.trim()),
    attack === null ? '' : formatAttack(attack),
    ...technique.sections.map(formatSection),
  ];
  return [...blocks, ...formatNotes(notes)].filter((block) => block !== '').join('\n\n');
}

function formatAttack(attack: TechniqueAttack): string {
  const { domain, version, isIndex, platforms } = attack;
  const lists: [string, AttackRef[]][] = [
    ['Groups', attack.groups],
    ['Software', attack.software],
    ['Campaigns', attack.campaigns],
    ['Mitigations', attack.mitigations],
    ['Detection strategies', attack.detectionStrategies],
    ['Data sources', attack.dataSources],
  ];
  const lines = lists
    .filter(([, refs]) => refs.length > 0)
    .map(
      ([what, refs]) => `${what}: ${refs.length}: ${refs.map(({ id, name }) => `${id} ${name}`).join(', ')}`,
    );
  const none = isIndex
    ? 'This version says nothing of groups, software, mitigations and detections: import a STIX bundle of ATT&CK, which does.'
    : 'No group, software, campaign, mitigation or detection is named.';
  return [
    attackName(domain, version),
    `Platforms: ${platforms.join(', ') || 'none named'}`,
    ...(lines.length > 0 ? lines : [none]),
  ]
    .map((line, index) => visible(index === 0 ? line : `  ${line}`))
    .join('\n');
}

/** Where a technique went. */
export function placementText({ kind, to }: TechniquePlacement): string {
  const names = to.map(({ id, name }) => `${id} ${name}`).join(', ');
  if (kind === 'unknown') return 'not in the version of ATT&CK at hand';
  return kind === 'retired' ? 'deprecated by ATT&CK, without a successor' : names;
}

/** One resource for a person. */
export function formatResource(resource: ResourceDetail, notes: Note[]): string {
  const { key, kind, source, title, url, trail, techniques, mark, comment, isListed } = resource;
  const head = [
    visible(title),
    `Key         ${visible(key)}`,
    `Kind        ${kind} of ${visible(source.title)}`,
    `Mark        ${mark ?? 'open'}${comment === null ? '' : visible(`: ${comment}`)}`,
    `Folder      ${visible(trail.map((crumb) => crumb.name).join(' / '))}`,
    `Link        ${visible(url ?? '')}`,
    `Techniques  ${techniques.map((technique) => visible(`${technique.id} ${technique.name}`)).join(', ')}`,
  ];
  if (!isListed) head.push('No technique lists it now.');
  const upstream = resource.upstream === null ? [] : formatUpstream(resource.upstream);
  return [head.join('\n'), ...upstream, ...formatNotes(notes)].join('\n\n');
}

/** What the source's own repository says, and the rule or test itself. */
function formatUpstream(upstream: UpstreamDetail): string[] {
  const { snapshot, status, isDeprecated, severity, body } = upstream;
  const commit = snapshot.commit === null ? '' : `, commit ${snapshot.commit.slice(0, 12)}`;
  const facts: [string, string | null][] = [
    ['Status', isDeprecated ? `${status ?? 'deprecated'} (no longer kept up by its source)` : status],
    ['Severity', severity],
    ['Authors', upstream.authors.join(', ')],
    ['Dates', [upstream.created, upstream.modified].filter((date) => date !== null).join(', changed ')],
    ['Platforms', upstream.platforms.join(', ')],
    ['Data', upstream.dataSources.join(', ')],
    ['As listed', upstream.techniques.join(', ')],
    ['Licence', upstream.licence],
    ['File', upstream.path],
    ['Snapshot', `${formatFreshness(snapshot.date) || 'date unknown'}${commit}`],
  ];
  const lines = facts.flatMap(([name, text]) =>
    text === null || text === '' ? [] : [`${name.padEnd(11)} ${visible(text)}`],
  );
  return [lines.join('\n'), visibleLines(upstream.description ?? ''), visibleLines(body)].filter(
    (block) => block !== '',
  );
}

function formatSection(section: ListedSource): string {
  const { kind, source, lastAccessed, declared, listed, resources, statesNone } = section;
  const facts = [
    `${kind}s`,
    lastAccessed === null ? 'date unknown' : `last accessed ${formatFreshness(lastAccessed)}`,
    `${listed} listed`,
    declared === null || declared === listed ? '' : `${declared} declared`,
  ].filter((fact) => fact !== '');
  const head = visible(`${source.title}: ${facts.join(', ')}`);
  if (resources.length === 0)
    return `${head}\n  ${statesNone ? 'The source states that there is none.' : 'Nothing is listed.'}`;
  const rows = resources.map(({ mark, title, trail, key, unitTests, listedAs }) => [
    `  ${mark ?? 'open'}`,
    unitTests === null ? title : `${title} (${formatThings(unitTests, 'unit test')})`,
    trail.map((crumb) => crumb.name).join('/'),
    listedAs.length > 0 ? `${key} (listed as ${listedAs.join(', ')})` : key,
  ]);
  return `${head}\n${formatTable(['  MARK', 'TITLE', 'FOLDER', 'KEY'], rows)}`;
}

function formatNotes(notes: Note[]): string[] {
  return notes.map(({ targetTitle, author, updatedAt, text }) => {
    const body = text.split('\n').map((line) => `  ${visible(line)}`.trimEnd());
    return [visible(`Note on ${targetTitle}, ${author}, ${formatDate(updatedAt)}`), ...body].join('\n');
  });
}
