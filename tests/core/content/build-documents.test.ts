import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTechniqueDocuments } from '../../../src/core/workbench.ts';
import type { BuildRequest } from '../../../src/shared/model/built-documents.ts';
import { listedItems, untiedKeys } from '../../support/listed-items.ts';
import { sigmaRule, writeSigma } from '../../support/sigma-snapshot.ts';
import { writeSmallSnapshots } from '../../support/small-snapshots.ts';
import { documentText } from '../../support/technique-document.ts';
import { createTestWorkbench, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let snapshots: string;
let output: string;

beforeEach(() => {
  test = createTestWorkbench();
  snapshots = writeSmallSnapshots(path.join(test.documents, 'snapshots'));
  output = path.join(test.documents, 'built');
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const build = (more: Partial<BuildRequest> = {}) =>
  buildTechniqueDocuments({
    folders: [snapshots],
    output,
    dates: new Map([['sigma', '2026-08-05']]),
    date: '2026-09-01',
    force: false,
    ...more,
  });
const importPath = (file: string) => test.client.call('content.import', { items: [{ path: file }] });
const page = (id: string) => fs.readFileSync(path.join(output, `${id}.md`), 'utf8');
const namesIn = (folder: string) => fs.readdirSync(folder).sort();

describe('documents built of snapshots', () => {
  it('list what the snapshots list, and nothing is new when these are imported after them', async () => {
    const built = await build();
    const documents = await importPath(output);
    expect(documents.problems).toEqual([]);
    expect([documents.documents, documents.listings]).toEqual([built.documents, built.listings]);
    const ofDocuments = listedItems(test.dataFolder);
    expect(ofDocuments).toContain('T1046 atomic test Scan');
    expect(ofDocuments).toHaveLength(built.listings);

    await importPath(snapshots);
    expect(listedItems(test.dataFolder)).toEqual(ofDocuments);
    // Two tests have this name, and nothing is guessed.
    expect(untiedKeys(test.dataFolder)).toEqual(['atomic:T1046/Scan']);
  });

  it('are there for every technique of ATT&CK and every id that is listed', async () => {
    const { documents } = await build();
    expect(namesIn(output)).toHaveLength(documents);
    expect(page('T1595')).toContain('# T1595: Active Scanning\n**MITRE ATT&CK Tactic(s):** Reconnaissance\n');
    expect(page('T1562.001')).toContain('# T1562.001: Disable or Modify Tools\n');
    expect(page('T0853')).toContain('# T0853: T0853\n**MITRE ATT&CK Tactic(s):** \n');
    expect(namesIn(output)).not.toContain('T1562.md');
  });

  it('have the date that was given, else that of the snapshot, else the one for all', async () => {
    await build();
    expect(page('T1046').match(/(?<=accessed:\*\* ).*/g)).toEqual([
      'September 01, 2026',
      'August 05, 2026',
      'September 01, 2026',
      'September 01, 2026',
    ]);
  });

  it('leave out what is deprecated, escape blanks and name their numbers', async () => {
    const { resources, listings, sources } = await build();
    expect([resources, listings]).toEqual([{ control: 0, rule: 5, test: 3 }, 10]);
    expect(sources.map(({ id, listed }) => [id, listed])).toEqual([
      ['car', 2],
      ['sigma', 4],
      ['atomic', 3],
    ]);
    expect(sources[1]?.authors).toEqual(['Ada', 'Grace']);
    expect(page('T1046')).not.toContain('old.yml');
    expect(page('T1046')).toContain('/rules-emerging-threats/2026/emerging%20one.yml)**');
    expect(page('T1046')).toContain('CAR-2013-04-002.yaml): 2 unit tests\n');
  });

  it('are the same bytes each time, in a folder that has them too', async () => {
    await build();
    const read = (folder: string) =>
      namesIn(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]);
    const first = read(output);
    await build();
    const other = path.join(test.documents, 'again');
    await build({ output: other });
    expect([read(output), read(other)]).toEqual([first, first]);
  });

  it('of an hour ago give way to what a person has of the same technique', async () => {
    await build();
    await importPath(output);
    const own = path.join(test.documents, 'T1046.md');
    fs.writeFileSync(own, documentText('T1046', 'My own', ['Mine']));
    expect(await importPath(own)).toMatchObject({ changed: 1, added: 0 });
    const listed = listedItems(test.dataFolder).filter((item) => item.startsWith('T1046 '));
    expect(listed).toEqual([expect.stringContaining('proc_creation_win_mine.yml')]);
  });
});

it('a technique that only snapshots know is written as it would be built of them', async () => {
  await build();
  await importPath(snapshots);
  for (const id of ['T1046', 'T1562.001', 'T0853']) {
    const { fileName, text } = await test.client.call('documents.write', { techniqueId: id });
    expect(fileName).toBe(`${id}.md`);
    // The catalog does not know the dates of these snapshots.
    expect(text).toBe(page(id).replace(/^\*\*Last accessed:.*\n/gm, ''));
  }
});

describe('a folder with other documents', () => {
  it.each([
    ['of the same name', 'T1046.md'],
    ['of another name', 'notes.md'],
  ])('%s is refused, and nothing is written', async (_, name) => {
    fs.mkdirSync(output);
    fs.writeFileSync(path.join(output, name), 'mine');
    fs.writeFileSync(path.join(output, 'list.txt'), 'no document');
    await expect(build()).rejects.toMatchObject({ code: 'path-not-writable' });
    expect(namesIn(output)).toEqual([name, 'list.txt'].sort());
    expect(page(name.slice(0, -3))).toBe('mine');
  });

  it('is written into when forced; what is not built stays and is told', async () => {
    fs.mkdirSync(output);
    fs.writeFileSync(path.join(output, 'T1046.md'), 'mine');
    fs.writeFileSync(path.join(output, 'notes.md'), 'mine too');
    const { problems } = await build({ force: true });
    expect(problems.map(({ code, file }) => [code, path.basename(file)])).toEqual([
      ['other-document', 'notes.md'],
    ]);
    expect(page('T1046')).toContain('Network Service Discovery');
    expect(page('notes')).toBe('mine too');
    expect(namesIn(output).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('what cannot be done', () => {
  it('no snapshot', async () => {
    await expect(build({ folders: [writeEmpty()] })).rejects.toMatchObject({ code: 'import-failed' });
    await expect(build({ folders: [path.join(snapshots, 'none')] })).rejects.toMatchObject({
      code: 'path-not-readable',
    });
    expect(fs.existsSync(output)).toBe(false);
  });

  it('a file where the folder should be', async () => {
    fs.writeFileSync(output, '');
    await expect(build()).rejects.toMatchObject({ code: 'path-not-writable' });
  });

  it('a title that a list takes for something else is a problem', async () => {
    const rule = sigmaRule(1, `Odd ](https://example.org/) title`);
    writeSigma(path.join(snapshots, 'sigma'), [rule]);
    expect((await build()).problems.map(({ file, code }) => [file, code])).toEqual([
      ['T1046.md', 'not-read-back'],
    ]);
  });
});

function writeEmpty(): string {
  const folder = path.join(test.documents, 'empty');
  fs.mkdirSync(folder);
  return folder;
}
