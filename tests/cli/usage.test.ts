import { CommanderError, type Command } from 'commander';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { runCli } from '../support/run-cli.ts';
import { PROJECT, readProjectFile } from '../support/source-files.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

const program = createProgram({ version: '0.0.0', workerFile: '' });
const guide = readProjectFile('docs/cli.md');

/** Every command with its words: `org add`, `show`. */
function commandsOf(parent: Command, words: string[] = []): { words: string[]; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const all = [...words, command.name()];
    return command.commands.length > 0 ? commandsOf(command, all) : [{ words: all, command }];
  });
}
const commands = commandsOf(program).map(({ words, command }) => [words.join(' '), command] as const);

function section(heading: string): string {
  return guide.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

describe('docs/cli.md', () => {
  const common = section('For every command');

  test.each(commands)('describes bearing %s with every option', (words, command) => {
    const text = section(`bearing ${words.split(' ')[0]}`);
    expect(text).toContain(`bearing ${words}`);
    for (const option of command.options) {
      expect(text + common, `${option.flags} of ${words}`).toContain(`\`${option.long}`.replace('`', ''));
      if (option.short) expect(text + common).toContain(option.short);
    }
  });

  test.each(commands)('names no option that bearing %s does not have', (words, command) => {
    const synopses = guide.match(/`bearing [^`]*`/g) ?? [];
    const own = synopses.filter((synopsis) => /^[ `]/.test(synopsis.split(`\`bearing ${words}`)[1] ?? ''));
    expect(own.length).toBeGreaterThan(0);
    const named = own.flatMap((synopsis) => synopsis.match(/--[a-z-]+/g) ?? []);
    const known = command.options.map(({ long }) => long);
    expect(named.filter((flag) => !known.includes(flag))).toEqual([]);
  });

  test('describes the options of every command, and each command has them', () => {
    for (const [words, command] of commands) {
      const flags = command.options.map(({ long }) => long);
      expect(flags, words).toEqual(expect.arrayContaining(['--data', '--json', '--author']));
    }
    for (const flag of ['--data', '--json', '--author', '--help', '--version'])
      expect(common).toContain(flag);
  });
});

describe('help and usage', () => {
  test.each(commands)('bearing %s --help has examples', (words, command) => {
    let text = '';
    command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
    expect(text).toMatch(new RegExp(`Examples:\n {2}bearing ${words}`));
  });

  test('bearing --help lists the commands, --version prints the version', async () => {
    const help = await runCli(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect((await runCli(['show', '--help'])).stdout).toContain('Examples:');
    for (const [words] of commands) expect(help.stdout).toContain(`  ${words.split(' ')[0]} `);
    const { version } = JSON.parse(readProjectFile('package.json')) as { version: string };
    expect((await runCli(['--version'])).stdout).toBe(`${version}\n`);
  });

  test.each([[[]], [['nonsense']], [['search', 'x', '--limit', '0']], [['report']]])(
    '%j is wrong usage',
    async (args) => {
      const { code, stdout, stderr } = await runCli(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).not.toBe('');
    },
  );

  test.each([
    [['org']],
    [['show']],
    [['show', 'T1046', 'T1047']],
    [['search', 'x', '--nonsense']],
    [['search', 'x', '--limit', '1001']],
    [['search', 'x', '--offset', '-1']],
    [['search', 'x', '--kind', 'nonsense']],
    [['search', 'x', '--status', 'done']],
    [['mark', 'done', 'key']],
    [['mark', 'deployed']],
    [['report', '--format', 'pdf']],
    [['import']],
    [['import', '']],
    [['coverage', '--data', '']],
  ])('%j is not taken', async (args) => {
    const fresh = createProgram({ version: '0.0.0', workerFile: '' });
    for (const { command } of [
      { command: fresh },
      ...commandsOf(fresh),
      ...fresh.commands.map((command) => ({ command })),
    ]) {
      command.configureOutput({ writeErr: () => undefined });
    }
    await expect(fresh.parseAsync(args, { from: 'user' })).rejects.toBeInstanceOf(CommanderError);
  });

  test('the common options may stand before the command', async () => {
    const { code, stderr } = await runCli([
      '--data',
      path.join(PROJECT, 'no-such-folder'),
      '--json',
      'show',
      'T1046',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('no-such-folder');
  });
});

describe('bin/bearing.js', () => {
  let project: string;
  beforeAll(() => {
    project = makeTempFolder('bin');
    fs.copyFileSync(path.join(PROJECT, 'package.json'), path.join(project, 'package.json'));
    fs.cpSync(path.join(PROJECT, 'bin'), path.join(project, 'bin'), { recursive: true });
    fs.symlinkSync(path.join(PROJECT, 'node_modules'), path.join(project, 'node_modules'));
  });
  afterAll(() => removeFolder(project));

  function run(command: string, args: string[], env: Record<string, string> = {}) {
    return spawnSync(command, args, { cwd: project, encoding: 'utf8', env: { ...process.env, ...env } });
  }

  test('without a build it says what to run', () => {
    const { status, stdout, stderr } = run(process.execPath, ['bin/bearing.js', 'show', 'T1046']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('npm run build');
  });

  test('on an old Node it says which one is needed before it loads anything', () => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' }); require('./bin/bearing.js');`;
    const { status, stderr } = run(process.execPath, ['-e', script]);
    expect(status).toBe(1);
    expect(stderr).toContain('needs Node 22 or newer; this is Node 20.19.0');
    expect(stderr).toContain('npx bearing');
  });

  test('npx finds it, offline, and runs it on the Node of the project', () => {
    const main = path.join(project, 'out', 'main');
    fs.mkdirSync(main, { recursive: true });
    fs.writeFileSync(
      path.join(main, 'cli.js'),
      'console.log(process.versions.node, process.argv.slice(2).join("|"));',
    );
    const env = {
      npm_config_cache: path.join(project, 'cache'),
      npm_config_offline: 'true',
      npm_config_loglevel: 'error',
    };
    const { status, stdout, stderr } = run('npx', ['bearing', 'show', 'T1046', '--json'], env);
    expect([status, stderr]).toEqual([0, '']);
    const { node } = (
      JSON.parse(readProjectFile('package.json')) as { devDependencies: Record<string, string> }
    ).devDependencies;
    expect(stdout).toBe(`${node} show|T1046|--json\n`);
  });
});
