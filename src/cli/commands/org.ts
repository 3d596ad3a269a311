import type { Command } from 'commander';
import type { Organization } from '../../shared/model/tracking.ts';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatDate, formatTable, visible } from '../table.ts';

interface ArchiveOptions extends CommonOptions {
  back?: boolean;
}

export function addOrgCommand(program: Command, installation: Installation): void {
  const org = program
    .command('org')
    .description('organizations whose coverage is tracked')
    .helpOption('-h, --help', 'print this help');
  addAdd(org, installation);
  addList(org, installation);
  addRename(org, installation);
  addArchive(org, installation);
}

function addAdd(org: Command, installation: Installation): void {
  const command = org
    .command('add')
    .description('add an organization')
    .argument('<name>', 'its name')
    .action(async (name: string, options: CommonOptions) => {
      await withWorkbench(installation, options, 'write', 'org add', async ({ client }) => {
        print(await client.call('organizations.create', { name }), options, 'added');
      });
    });
  finish(command, ['bearing org add "Example Bank"']);
}

function addList(org: Command, installation: Installation): void {
  const command = org
    .command('list')
    .description('list the organizations, the archived ones last')
    .action(async (options: CommonOptions) => {
      await withWorkbench(installation, options, 'read', 'org list', async ({ client }) => {
        const organizations = await client.call('organizations.list', {});
        if (options.json) printJson(organizations);
        else printText(toText(organizations));
      });
    });
  finish(command, ['bearing org list', 'bearing org list --json']);
}

function addRename(org: Command, installation: Installation): void {
  const command = org
    .command('rename')
    .description('give an organization another name')
    .argument('<org>', 'organization, by name or id')
    .argument('<name>', 'its new name')
    .action(async (named: string, name: string, options: CommonOptions) => {
      await withWorkbench(installation, options, 'write', 'org rename', async ({ client }) => {
        const { id } = await findOrganization(client, named);
        print(await client.call('organizations.rename', { organizationId: id, name }), options, 'renamed');
      });
    });
  finish(command, ['bearing org rename "Example Bank" "Example Bank AG"']);
}

function addArchive(org: Command, installation: Installation): void {
  const command = org
    .command('archive')
    .description('put an organization away: it keeps everything and takes no entries')
    .argument('<org>', 'organization, by name or id')
    .option('--back', 'bring it back')
    .action(async (named: string, options: ArchiveOptions) => {
      await withWorkbench(installation, options, 'write', 'org archive', async ({ client }) => {
        const { id } = await findOrganization(client, named);
        const archived = !options.back;
        const organization = await client.call('organizations.archive', { organizationId: id, archived });
        print(organization, options, archived ? 'archived' : 'brought back');
      });
    });
  finish(command, ['bearing org archive "Example Bank"', 'bearing org archive --back "Example Bank"']);
}

function print(organization: Organization, options: CommonOptions, what: string): void {
  if (options.json) printJson(organization);
  else printText(visible(`${organization.name} ${what} (${organization.id})`));
}

function toText(organizations: Organization[]): string {
  if (organizations.length === 0) return 'There is no organization yet. Add one: bearing org add NAME';
  return formatTable(
    ['NAME', 'DEPLOYED', 'PLANNED', 'RETIRED', 'NOT APPLICABLE', 'NOTES', 'SINCE', 'ARCHIVED', 'ID'],
    organizations.map(({ name, marks, notes, createdAt, archivedAt, id }) => [
      name,
      marks.deployed,
      marks.planned,
      marks.retired,
      marks['not-applicable'],
      notes,
      formatDate(createdAt),
      formatDate(archivedAt),
      id,
    ]),
  );
}
