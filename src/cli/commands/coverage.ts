import type { Command } from 'commander';
import type { AsOf } from '../../shared/model/attack.ts';
import type { Coverage, TechniqueCoverage } from '../../shared/model/coverage.ts';
import { LEVELS } from '../../shared/model/technique.ts';
import { asOfOption, finish, ORG_OPTION } from '../command.ts';
import { addFailUnder, refuseLowShare, type FailUnder } from '../fail-under.ts';
import { formatFreshness } from '../freshness-text.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { countOf, formatTable, formatThings, visible } from '../table.ts';

interface Options extends CommonOptions, FailUnder {
  org?: string;
  asOf: AsOf;
}

export function addCoverageCommand(program: Command, installation: Installation): void {
  const command = addFailUnder(program.command('coverage'))
    .description('show where every technique, tactic and source stands for an organization')
    .option(...ORG_OPTION)
    .addOption(asOfOption())
    .action(async (options: Options) => {
      await withWorkbench(installation, options, 'read', 'coverage', async ({ client }) => {
        const { id } = await findOrganization(client, options.org);
        const coverage = await client.call('coverage.get', { organizationId: id, asOf: options.asOf });
        if (options.json) printJson(toJson(coverage));
        else printText(toText(coverage, options.asOf));
        refuseLowShare(coverage, options);
      });
    });
  finish(command, ['bearing coverage --org "Example Bank"', 'bearing coverage --as-of current --json']);
}

/** The shape that docs/cli.md gives. */
function toJson(coverage: Coverage): Record<string, unknown> {
  const { organization, techniques, tactics, sources, validityDays, runs, noLongerListed } = coverage;
  return {
    organization,
    techniques: techniques.map(techniqueJson),
    tactics,
    sources,
    validityDays,
    runs,
    noLongerListed: noLongerListed.length,
  };
}

function techniqueJson({
  id,
  name,
  tactics,
  level,
  controls,
  rules,
  tests,
  runs,
}: TechniqueCoverage): Record<string, unknown> {
  return { id, name, tactics, level, controls, rules, tests, runs };
}

function toText(coverage: Coverage, asOf: AsOf): string {
  const { organization, controls, rules, tests, techniques, tactics, sources, noLongerListed } = coverage;
  const withRule = techniques.filter((technique) => technique.rules.deployed > 0).length;
  const { validated, failed } = coverage.levels;
  const head = [
    visible(organization.name),
    asOf === 'listed'
      ? 'Technique ids as sources list them'
      : 'Technique ids as the version of ATT&CK at hand has them',
    `Techniques with a rule deployed: ${withRule} of ${techniques.length}`,
    `Deployed: ${countOf(controls.deployed, controls.listed, 'control')}, ${countOf(rules.deployed, rules.listed, 'rule')}, ${countOf(tests.deployed, tests.listed, 'test')}`,
  ];
  const { runs, validityDays } = coverage;
  if (runs.recorded > 0)
    head.push(
      `Runs: ${countOf(runs.valid, runs.recorded, 'run')} within ${formatThings(validityDays, 'day')}; ${validated} validated, ${failed} failed`,
    );
  const former = noLongerListed.length;
  if (former > 0)
    head.push(
      `${formatThings(former, 'marked resource')} ${former === 1 ? 'is' : 'are'} no longer listed; bearing report names ${former === 1 ? 'it' : 'them'}`,
    );
  return [head.join('\n'), tacticTable(tactics), sourceTable(sources), techniqueTable(techniques)]
    .filter((block) => block !== '')
    .join('\n\n');
}

function tacticTable(tactics: Coverage['tactics']): string {
  return formatTable(
    ['TACTIC', 'TECHNIQUES', ...LEVELS.map((level) => level.toUpperCase())],
    tactics.map(({ name, techniques, levels }) => [
      name,
      techniques,
      ...LEVELS.map((level) => levels[level]),
    ]),
  );
}

function sourceTable(sources: Coverage['sources']): string {
  return formatTable(
    ['SOURCE', 'KIND', 'DEPLOYED', 'LISTED', 'LINKS', 'OLDEST', 'NEWEST'],
    sources.map(({ name, kind, deployed, listed, links, oldest, newest }) => [
      name,
      kind,
      deployed,
      listed,
      links,
      formatFreshness(oldest),
      formatFreshness(newest),
    ]),
  );
}

function techniqueTable(techniques: TechniqueCoverage[]): string {
  return formatTable(
    ['TECHNIQUE', 'NAME', 'LEVEL', 'RULES', 'TESTS', 'CONTROLS', 'TACTICS'],
    techniques.map(({ id, name, level, rules, tests, controls, tactics }) => [
      id,
      name,
      level,
      `${rules.deployed}/${rules.listed}`,
      `${tests.deployed}/${tests.listed}`,
      `${controls.deployed}/${controls.listed}`,
      tactics.join(', '),
    ]),
  );
}
