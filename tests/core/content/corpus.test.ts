import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { scan } from '../../../src/core/content/scan.ts';
import { SOURCE_READERS } from '../../../src/core/sources/readers.ts';

// The real repositories are not ours to ship. The numbers were counted with find and grep.
const folder = process.env['BEARING_CORPUS'] ?? '';
const hasCorpus = folder !== '' && existsSync(path.join(folder, 'sigma'));

if (!hasCorpus)
  test('the real repositories are at hand', ({ skip }) => {
    skip('BEARING_CORPUS names no folder that has them in it');
  });

describe.skipIf(!hasCorpus)('the real repositories', () => {
  test('and documents in one folder are told apart', async () => {
    const isAttack = (head: string) => /"type": "bundle"|"domain": "enterprise-attack"/.test(head);
    const ignore = () => {};
    const found = await scan(
      [{ path: folder }],
      ignore,
      ignore,
      SOURCE_READERS,
      { hunting: false },
      isAttack,
    );
    const below = (file: string) => path.relative(folder, file);
    expect(found.problems).toEqual([]);
    expect(found.files).toHaveLength(354);
    expect(new Set(found.files.map(({ file }) => path.dirname(below(file))))).toEqual(
      new Set(['technique-documents']),
    );
    const counted = found.snapshots.map(({ root, sourceId, files }) => [below(root), sourceId, files.length]);
    expect(counted).toEqual([
      ['atomic', 'atomic', 341],
      ['car', 'car', 102],
      ['d3fend/assembled', 'd3fend', 2],
      ['d3fend/d3fend-ontology', 'd3fend', 1],
      ['d3fend/website-next', 'd3fend', 10],
      ['elastic', 'elastic', 2192],
      ['sentinel', 'sentinel', 1063],
      ['sigma', 'sigma', 4039],
      ['splunk', 'splunk', 1711],
      ['stratus', 'stratus', 102],
    ]);
    expect(found.attack.flatMap(({ files }) => files.map((file) => file.path))).toEqual([
      'attack-stix/enterprise-attack/enterprise-attack.json',
      'attack-stix/ics-attack/ics-attack.json',
      'attack-v19/attack-enterprise-v19.json',
    ]);
    found.close();
  });
});
