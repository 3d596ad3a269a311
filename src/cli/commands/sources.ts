import type { Command } from 'commander';
import type { SourceContent } from '../../shared/model/content.ts';
import { finish } from '../command.ts';
import { formatFreshness } from '../freshness-text.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable } from '../table.ts';

export function addSourcesCommand(program: Command, installation: Installation): void {
  const command = program
    .command('sources')
    .description('list every source with what the catalog holds of it, and how old that is')
    .action(async (options: CommonOptions) => {
      await withWorkbench(installation, options, 'read', 'sources', async ({ client }) => {
        const sources = await client.call('content.sources', {});
        if (options.json) printJson(sources.map(toJson));
        else printText(toText(sources));
      });
    });
  finish(command, ['bearing sources', 'bearing sources --json']);
}

/** The shape that docs/cli.md gives. */
function toJson(source: SourceContent): Record<string, unknown> {
  const { id, title, kind, resources, deprecated, mapped, links, newest: asOf, commit, problems } = source;
  return { id, title, kind, resources, deprecated, mapped, links, asOf, commit, problems };
}

function toText(sources: SourceContent[]): string {
  if (sources.length === 0)
    return 'The catalog holds no source yet. Import documents or snapshots: bearing import FOLDER';
  return formatTable(
    ['SOURCE', 'KIND', 'RESOURCES', 'DEPRECATED', 'MAPPED', 'LINKS', 'AS OF', 'COMMIT', 'PROBLEMS'],
    sources.map((source) => [
      source.title,
      source.kind,
      source.resources,
      source.deprecated,
      source.mapped,
      source.links,
      formatFreshness(source.newest),
      source.commit?.slice(0, 12) ?? (source.root === null ? 'documents' : ''),
      source.problems,
    ]),
  );
}
