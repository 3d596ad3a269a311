import type { Command } from 'commander';
import type { Client } from '../../shared/client.ts';
import type { AsOf, TechniqueAttack } from '../../shared/model/attack.ts';
import type {
  ListedResource,
  ListedSource,
  ResourceDetail,
  TechniqueDetail,
} from '../../shared/model/detail.ts';
import { isTechniqueId } from '../../shared/model/technique.ts';
import type { Note } from '../../shared/model/tracking.ts';
import { asOfOption, finish, ORG_OPTION } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganizationIfAny } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatResource, formatTechnique } from '../show-text.ts';

interface Options extends CommonOptions {
  org?: string;
  asOf: AsOf;
}

export function addShowCommand(program: Command, installation: Installation): void {
  const command = program
    .command('show')
    .description('show a technique and what is listed for it, or one resource')
    .argument('<technique|resource-key>', 'technique id, or key of a resource')
    .option(...ORG_OPTION)
    .addOption(asOfOption())
    .action(async (target: string, options: Options) => {
      await withWorkbench(installation, options, 'read', 'show', async ({ client }) => {
        const organization = await findOrganizationIfAny(client, options.org);
        const show = isTechniqueId(target.toUpperCase()) ? showTechnique : showResource;
        await show(client, target, organization?.id ?? null, options);
      });
    });
  finish(command, [
    'bearing show T1046',
    'bearing show t1003.001 --org "Example Bank" --json',
    'bearing show T1562.001 --as-of current',
  ]);
}

async function showTechnique(
  client: Client,
  target: string,
  organizationId: string | null,
  { json, asOf }: Options,
): Promise<void> {
  const techniqueId = target.toUpperCase();
  const technique = await client.call('techniques.get', { techniqueId, organizationId, asOf });
  const attack = await client.call('techniques.attack', { techniqueId });
  const notes =
    organizationId === null ? [] : await client.call('notes.list', { organizationId, techniqueId, asOf });
  if (json) printJson(techniqueJson(technique, attack, notes, asOf));
  else printText(formatTechnique(technique, attack, notes));
}

async function showResource(
  client: Client,
  key: string,
  organizationId: string | null,
  { json, asOf }: Options,
): Promise<void> {
  const resource = await client.call('resources.get', { key, organizationId, asOf });
  const notes = organizationId === null ? [] : await client.call('notes.list', { organizationId, key });
  if (json) printJson(resourceJson(resource, notes));
  else printText(formatResource(resource, notes));
}

/** The shape that docs/cli.md gives. */
function techniqueJson(
  technique: TechniqueDetail,
  attack: TechniqueAttack | null,
  notes: Note[],
  asOf: AsOf,
): Record<string, unknown> {
  const { id, name, url, tactics, description, level, placement, former, sections } = technique;
  return {
    id,
    name,
    url,
    tactics,
    description,
    level,
    attack,
    ...(asOf === 'current' && { placement, former }),
    sections: sections.map((section) => sectionJson(section, asOf)),
    notes: notes.map(noteJson),
  };
}

function sectionJson(
  { kind, source, lastAccessed, total, declared, listed, resources }: ListedSource,
  asOf: AsOf,
): Record<string, unknown> {
  return {
    kind,
    source: { id: source.id, title: source.title, url: source.url },
    lastAccessed,
    total,
    declared,
    listed,
    resources: resources.map((resource) => listedJson(resource, asOf)),
  };
}

function listedJson(
  { key, title, url, trail, unitTests, mark, listedAs }: ListedResource,
  asOf: AsOf,
): Record<string, unknown> {
  return {
    key,
    title,
    url,
    trail: trail.map(({ name }) => name),
    unitTests,
    mark,
    ...(asOf === 'current' && { listedAs }),
  };
}

function noteJson({ targetType, targetKey, text, author, updatedAt }: Note): Record<string, unknown> {
  return { targetType, targetKey, text, author, updatedAt };
}

function resourceJson(resource: ResourceDetail, notes: Note[]): Record<string, unknown> {
  const { key, kind, source, title, url, trail, techniques, mark, comment, isListed, upstream } = resource;
  return {
    key,
    kind,
    source: { id: source.id, title: source.title, url: source.url },
    title,
    url,
    trail: trail.map(({ name }) => name),
    techniques: techniques.map(({ id, name }) => ({ id, name })),
    mark,
    comment,
    isListed,
    upstream,
    notes: notes.map(noteJson),
  };
}
