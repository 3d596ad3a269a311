import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SNAPSHOTS } from '../scripts/shipped-documents.mjs';
import { parseDocument } from '../src/core/documents/parse.ts';
import { CONTRACT } from '../src/shared/contract.ts';
import { existsInProject, filesBelow, PROJECT, readProjectFile } from './support/source-files.ts';

const guides = [
  ...filesBelow('docs', /\.md$/),
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'data/README.md',
];

/** Folders of the project that are in the repository. */
const KEPT = ['.ci', 'bin', 'build', 'data', 'docs', 'scripts', 'src', 'tests'];
const kept = () => [...KEPT.flatMap((folder) => filesBelow(folder)), ...filesAtRoot()];

function filesAtRoot(): string[] {
  const names = [
    'package.json',
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'NOTICE',
    'knip.json',
  ];
  const configs = ['electron.config.ts', 'eslint.config.mjs', 'vitest.config.mts', '.dependency-cruiser.cjs'];
  return [...names, ...configs];
}

/** Text of a Markdown file without its code blocks. */
function prose(file: string): string {
  return readProjectFile(file).replace(/^```[\s\S]*?^```/gm, '');
}

/** The anchor that a heading gets. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

describe('what the guides say is there', () => {
  test('docs/contract.md names every call, and no other', () => {
    const named = [...readProjectFile('docs/contract.md').matchAll(/^\| `([a-z]+\.[A-Za-z]+)`/gm)].map(
      (match) => match[1],
    );
    expect(named.toSorted()).toEqual(Object.keys(CONTRACT).toSorted());
  });

  test('docs/cli.md has a heading for every command, and no other', () => {
    const sources = filesBelow('src/cli', /\.ts$/).map(readProjectFile).join('\n');
    const commands = [...sources.matchAll(/\.command\(\s*['"`]([a-z-]+)/g)].map((match) => match[1] ?? '');
    expect(commands.length).toBeGreaterThanOrEqual(8);
    const text = readProjectFile('docs/cli.md');
    for (const command of commands)
      expect(text, `docs/cli.md says nothing of ${command}`).toMatch(new RegExp(`\\b${command}\\b`));
    const headings = [...text.matchAll(/^## `?bearing ([a-z-]+)/gm)].map((match) => match[1] ?? '');
    expect(headings.filter((command) => !commands.includes(command))).toEqual([]);
  });

  test.each(guides)('links of %s lead somewhere', (file) => {
    const broken = [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [relative = '', hash] = target.split('#');
        const linked = relative ? path.posix.join(path.posix.dirname(file), relative) : file;
        if (!existsInProject(linked)) return true;
        if (hash === undefined) return false;
        const headings = [...prose(linked).matchAll(/^#+ (.+)$/gm)].map((match) => anchor(match[1] ?? ''));
        return !headings.includes(hash);
      });
    expect(broken).toEqual([]);
  });

  test.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md'])('files that %s names exist', (file) => {
    // Names in code type that are paths of the project.
    const named = [
      ...prose(file).matchAll(/`((?:\.?[\w-]+\/)+[\w.-]*|[\w.-]+\.(?:md|mjs|cjs|mts|ts|json))`/g),
    ]
      .map((match) => match[1] ?? '')
      .filter(
        (name) => KEPT.includes(name.split('/')[0] ?? '') || (!name.includes('/') && !/^T\d/.test(name)),
      );
    expect(named.filter((name) => !existsInProject(name))).toEqual([]);
  });

  test('scripts that the guides run are in package.json', () => {
    const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> };
    const used = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', /\.md$/)].flatMap((file) =>
      [...readProjectFile(file).matchAll(/\bnpm (?:run ([a-z0-9:]+)|(start|test)\b)/g)].map(
        (match) => match[1] ?? match[2] ?? '',
      ),
    );
    expect(used.length).toBeGreaterThan(2);
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('what must not be in the project', () => {
  const here = ['work', 'root'].map((folder) => `/${folder}/`);

  test('no file names a path of the machine it was written on', () => {
    const binary = /\.(png|ico|icns|woff2|zip|db)$/;
    const found = kept()
      .filter((file) => !binary.test(file) && !file.startsWith('tests/fixtures/'))
      .filter((file) => {
        const text = readProjectFile(file);
        return here.some((place) => text.includes(place));
      });
    expect(found).toEqual([]);
  });
});

describe('what ships', () => {
  test('T1046.md is the document as published', () => {
    const bytes = readFileSync(path.join(PROJECT, 'data/example/T1046.md'));
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(hash).toBe('dd909accc499be61dd93657a9068f8df8ede1125e5263dc85b54f200dadb7b3b');
    expect(readProjectFile('data/README.md')).toContain(hash);
  });

  test('every file in data is listed with its licence', () => {
    const guide = readProjectFile('data/README.md');
    const files = filesBelow('data').filter((file) => file !== 'data/README.md');
    // Documents are many, and listed by their folder.
    const listed = (file: string) =>
      file.slice('data/'.length).replace(/^(technique-documents\/)T[\d.]+\.md$/, '$1');
    expect(files.filter((file) => !guide.includes(`\`${listed(file)}\``))).toEqual([]);
  });

  test('the snapshots that documents are made of are those of the script that makes them', () => {
    const guide = readProjectFile('data/README.md');
    for (const { id, repository, commit, date } of SNAPSHOTS) {
      expect(guide).toMatch(new RegExp(`\\(\`${id}\`\\).*\`${repository}\` ${commit} +\\| ${date} `));
      expect(guide).toContain(`--date ${id}=${date}`);
    }
  });

  test('documents have no problems, no texts of others, and the dates of their snapshots', () => {
    const dates = new Set<string>();
    for (const file of filesBelow('data/technique-documents')) {
      const { document, problems } = parseDocument(readProjectFile(file), file);
      expect([file, document?.description, problems]).toEqual([file, '', []]);
      for (const { sources } of document?.sections ?? [])
        for (const { id, lastAccessed } of sources) dates.add(`${id} ${lastAccessed}`);
    }
    expect([...dates].sort()).toEqual(SNAPSHOTS.map(({ id, date }) => `${id} ${date}`).sort());
  });
});
