import { describe, expect, test } from 'vitest';
import { MAX_KEY_LENGTH, resourceKey } from '../../../src/core/documents/resource-key.ts';
import { findSource, sourceId } from '../../../src/core/documents/source-id.ts';
import type { Kind } from '../../../src/shared/model/resource.ts';
import { SOURCES } from '../../../src/shared/model/source.ts';

function key(
  source: string,
  url: string | null,
  title = 'x',
  kind: Kind = SOURCES.find((one) => one.id === source)?.kinds[0] ?? 'rule',
  technique = 'T1046',
): string {
  return resourceKey(source, kind, technique, { title, url });
}

const SIGMA = 'https://github.com/SigmaHQ/sigma';
const CAR = 'https://github.com/mitre-attack/car/tree/master/analytics/CAR-2013-04-002.yaml';

describe('the key of a link', () => {
  test.each([
    ['d3fend', 'https://d3fend.mitre.org/technique/d3f:DecoyFile', 'd3fend:DecoyFile'],
    ['d3fend', 'https://d3fend.mitre.org/technique/d3f:DecoyFile/?x#y', 'd3fend:DecoyFile'],
    ['d3fend', 'https://d3fend.mitre.org/', 'd3fend:https://d3fend.mitre.org/'],
    ['stratus', 'https://stratus-red-team.cloud/attack-techniques/aws/aws.a.b/', 'stratus:aws.a.b'],
    ['stratus', 'https://stratus-red-team.cloud/attack-techniques/AWS/aws.a.b#x', 'stratus:aws.a.b'],
    ['stratus', 'https://stratus-red-team.cloud/', 'stratus:https://stratus-red-team.cloud/'],
    [
      'sigma',
      `${SIGMA}/blob/master/rules/windows/process_creation/proc_creation_win_susp_nmap.yml`,
      'sigma:rules/windows/process_creation/proc_creation_win_susp_nmap.yml',
    ],
    ['sigma', `${SIGMA}/blob/8eaafff1/rules/a.yml#L3-L9`, 'sigma:rules/a.yml'],
    ['sigma', `${SIGMA}/tree/master/rules/a/`, 'sigma:rules/a'],
    ['sigma', `${SIGMA}/blob/master/rules/a.yml?plain=1`, 'sigma:rules/a.yml'],
    ['sigma', `${SIGMA}/blob/master/rules/C#.yml`, 'sigma:rules/C#.yml'],
    ['sigma', `${SIGMA}/blob/master/rules/100%.yml`, 'sigma:rules/100%.yml'],
    ['sigma', `${SIGMA}/blob/master`, `sigma:${SIGMA}/blob/master`],
    ['sigma', `${SIGMA}/issues/1`, `sigma:${SIGMA}/issues/1`],
    [
      'sigma',
      'https://github.com/me/sigma/blob/master/a.yml',
      'sigma:https://github.com/me/sigma/blob/master/a.yml',
    ],
    [
      'sentinel',
      'https://github.com/Azure/Azure-Sentinel/blob/master/Detections/GitHub/A%20b(c).yaml',
      'sentinel:Detections/GitHub/A b(c).yaml',
    ],
    ['elastic', 'https://GitHub.com/Elastic/detection-rules/blob/main/rules/a.toml', 'elastic:rules/a.toml'],
    [
      'splunk',
      'https://github.com/splunk/security_content/blob/develop/detections/a.yml',
      'splunk:detections/a.yml',
    ],
    ['car', 'https://car.mitre.org/x', 'car:https://car.mitre.org/x'],
    ['other-ladders', 'https://ladder.example/a b', 'other-ladders:https://ladder.example/a b#rules'],
  ])('%s %s', (source, url, expected) => {
    expect(key(source, url)).toBe(expected);
  });

  test('a CAR analytic is a rule and a test: two resources', () => {
    expect(key('car', CAR)).toBe('car:CAR-2013-04-002');
    expect(key('car', CAR, 'x', 'test')).toBe('car:CAR-2013-04-002#tests');
  });

  test('names the kind where a source is known for another one', () => {
    expect(key('sigma', `${SIGMA}/blob/master/rules/a.yml`, 'x', 'test')).toBe('sigma:rules/a.yml#tests');
    expect(key('other-ladders', null, 'a', 'control')).toBe('other-ladders:title/a#controls');
  });
});

describe('the key of a title', () => {
  test('is the technique’s own in Atomic Red Team', () => {
    expect(key('atomic', null, ' Port  Scan\u00a0Nmap ', 'test')).toBe('atomic:T1046/Port Scan Nmap');
    expect(key('atomic', null, 'Port Scan', 'test', 'T1018')).not.toBe(
      key('atomic', null, 'Port Scan', 'test'),
    );
  });

  test('is the source’s elsewhere', () => {
    expect(key('elastic', null, 'Kerberos  Dump')).toBe('elastic:title/Kerberos Dump');
    expect(key('elastic', null, 'a', 'rule', 'T1')).toBe(key('elastic', null, 'a', 'rule', 'T2'));
  });

  test('does not depend on the form of its letters', () => {
    expect(key('elastic', null, 'Doppelga\u0308nging')).toBe(key('elastic', null, 'Doppelg\u00e4nging'));
  });
});

test('keys are bounded, and long ones still differ', () => {
  const long = 'a'.repeat(5_000_000);
  const keys = [long, `${long}b`, 'a'.repeat(600), 'a'.repeat(601)].map((title) =>
    key('elastic', null, title),
  );
  expect(keys.every((text) => text.length <= MAX_KEY_LENGTH)).toBe(true);
  expect(new Set(keys).size).toBe(4);
  const marks = `a${'\u0315\u0300'.repeat(1_000_000)}`;
  expect(key('elastic', null, marks).length).toBeLessThanOrEqual(3 * MAX_KEY_LENGTH);
});

test('blanks do not tell titles of 600 characters apart', () => {
  const words = Array.from({ length: 120 }, () => 'word');
  expect(key('elastic', null, words.join(' '))).toBe(key('elastic', null, words.join('  ')));
});

describe('the id of a source', () => {
  test.each(SOURCES.map(({ id, title, url }) => [id, title, url]))('%s', (id, title, url) => {
    expect(sourceId(title, url)).toBe(id);
    expect(sourceId(`  ${title.toUpperCase()} `, '')).toBe(id);
    expect(sourceId('Other words', `${url.replace(/\/$/, '')}/`)).toBe(id);
  });

  test.each([
    ['Ladder Rules (new)', 'other-ladder-rules-new'],
    ['Dépôt Été', 'other-depot-ete'],
    ['規則', 'other-規則'],
    ['!!', 'other-source'],
    ['', 'other-source'],
    ['a '.repeat(200), `other-${'a-'.repeat(30).slice(0, -1)}`],
  ])('unknown: %s', (title, id) => {
    expect(sourceId(title, 'https://ladder.example')).toBe(id);
    expect(findSource(title, '')).toBeNull();
  });
});
