import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestWorkbench, type TestWorkbench } from '../../support/workbench.ts';
import { bundle, relationship, stix, technique, type StixObject } from '../sources/attack-bundle.ts';

let test: TestWorkbench;

beforeEach(() => {
  test = createTestWorkbench();
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const attackOf = (techniqueId: string) => test.client.call('techniques.attack', { techniqueId });
const none = { groups: [], software: [], campaigns: [], mitigations: [] };
const nothing = { ...none, detectionStrategies: [], dataSources: [] };

function importBundle(version: string, ...objects: StixObject[]) {
  const file = path.join(test.documents, 'enterprise.json');
  const collection = stix('x-mitre-collection', 'Enterprise ATT&CK', null, { x_mitre_version: version });
  fs.writeFileSync(file, bundle(collection, ...objects));
  return test.client.call('content.import', { items: [{ path: file }] });
}

const scan = technique('T1046', ['discovery'], { x_mitre_platforms: ['Windows', 'Linux'] });
const dump = technique('T1003', ['credential-access']);
const wolf = stix('intrusion-set', 'Wolf', 'G0002');
const bear = stix('intrusion-set', 'Bear', 'G0001');
const old = stix('intrusion-set', 'Old', 'G0003', { revoked: true });
const scanner = stix('tool', 'Scanner', 'S0001');
const worm = stix('malware', 'Worm', 'S0002');
const raid = stix('campaign', 'Raid', 'C0001');
const segment = stix('course-of-action', 'Segment', 'M0001');
const watch = stix('x-mitre-detection-strategy', 'Watch', 'DET0001');
const users = [wolf, bear, old, scanner, worm, raid];
const facts = [
  ...[scan, dump, ...users, segment, watch],
  ...users.map((user) => relationship(user, 'uses', scan)),
  relationship(segment, 'mitigates', scan),
  relationship(watch, 'detects', scan),
];

it('says who uses a technique, what mitigates and what detects it, by name', async () => {
  await importBundle('99.1', ...facts);
  expect(await attackOf('t1046')).toEqual({
    domain: 'enterprise',
    version: '99.1',
    isIndex: false,
    platforms: ['Windows', 'Linux'],
    groups: [
      { id: 'G0001', name: 'Bear' },
      { id: 'G0002', name: 'Wolf' },
    ],
    software: [
      { id: 'S0001', name: 'Scanner' },
      { id: 'S0002', name: 'Worm' },
    ],
    campaigns: [{ id: 'C0001', name: 'Raid' }],
    mitigations: [{ id: 'M0001', name: 'Segment' }],
    detectionStrategies: [{ id: 'DET0001', name: 'Watch' }],
    dataSources: [],
  });
  expect(await attackOf('T1003')).toMatchObject({ isIndex: false, platforms: ['Windows'], ...nothing });
});

it('of the index that ships says that it knows platforms alone', async () => {
  const { platforms, ...rest } = (await attackOf('T1685'))!;
  expect(platforms).toContain('Windows');
  expect(rest).toEqual({ domain: 'enterprise', version: '19.2', isIndex: true, ...nothing });
});

it('is of the version at hand when that has changed', async () => {
  expect(await attackOf('T1046')).toMatchObject({ version: '19.2', isIndex: true });
  const { importId } = await importBundle('99.1', ...facts);
  expect(await attackOf('T1046')).toMatchObject({ version: '99.1', mitigations: [{ id: 'M0001' }] });
  await importBundle('99.2', scan, bear, relationship(bear, 'uses', scan));
  expect(await attackOf('T1046')).toMatchObject({
    version: '99.2',
    mitigations: [],
    groups: [{ id: 'G0001' }],
  });
  await test.client.call('content.restore', { importId: importId ?? 0 });
  expect(await attackOf('T1046')).toMatchObject({ version: '19.2', isIndex: true });
});

it('is nothing of an id that no version knows', async () => {
  expect(await attackOf('T9001')).toBeNull();
});

const corpus = process.env['BEARING_CORPUS'];
it.skipIf(!corpus)('of a real bundle names its groups (BEARING_CORPUS)', async () => {
  const file = path.join(corpus ?? '', 'attack-stix/enterprise-attack/enterprise-attack.json');
  await test.client.call('content.import', { items: [{ path: file }] });
  const attack = (await attackOf('T1003.001'))!;
  expect(attack.groups.map(({ name }) => name)).toContain('APT28');
  expect(attack.software.map(({ name }) => name)).toContain('Mimikatz');
  expect(attack.mitigations.length).toBeGreaterThan(0);
  expect(attack.detectionStrategies.length + attack.dataSources.length).toBeGreaterThan(0);
});
