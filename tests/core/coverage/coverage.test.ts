import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { levelOf } from '../../../src/core/coverage/level.ts';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

const ALERTED = { outcome: 'alerted' } as const;
const MISSED = { outcome: 'missed' } as const;

describe('the level of a technique', () => {
  it.each([
    [{ listed: 0, rulesDeployed: 0, runs: [] }, 'unlisted'],
    [{ listed: 3, rulesDeployed: 0, runs: [] }, 'listed'],
    [{ listed: 3, rulesDeployed: 0, runs: [ALERTED] }, 'listed'],
    [{ listed: 3, rulesDeployed: 1, runs: [] }, 'deployed'],
    [{ listed: 3, rulesDeployed: 1, runs: [ALERTED] }, 'validated'],
    [{ listed: 3, rulesDeployed: 1, runs: [MISSED] }, 'failed'],
    [{ listed: 3, rulesDeployed: 1, runs: [MISSED, ALERTED] }, 'validated'],
  ] as const)('of %j is %s', (facts, level) => {
    expect(levelOf(facts)).toBe(level);
  });
});

describe('coverage', () => {
  let test: TestWorkbench;
  let organizationId: string;

  beforeEach(async () => {
    test = createTestWorkbench();
    writeDocuments(test.documents, {
      T9001: ['Alpha', 'Beta', 'Beta'],
      'T9001.001': ['Beta', 'Gamma'],
      'T9001.002': [],
      T9002: ['Delta'],
    });
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
  });
  afterEach(async () => {
    await test.end();
    expect(test.internal).toEqual([]);
  });

  const mark = (title: string, status: 'deployed' | 'not-applicable' | 'planned') =>
    test.client.call('tracking.mark', { organizationId, keys: [ruleKey(title)], mark: status });
  const technique = async (id: string) =>
    (await test.client.call('coverage.get', { organizationId })).techniques.find((one) => one.id === id);

  it('counts a rule once for each technique and once for the organization', async () => {
    await mark('Beta', 'deployed');
    expect(await technique('T9001')).toMatchObject({
      level: 'deployed',
      rules: { listed: 2, deployed: 1 },
      subTechniques: { listed: 2, deployed: 1 },
    });
    expect(await technique('T9001.001')).toMatchObject({
      level: 'deployed',
      rules: { listed: 2, deployed: 1 },
    });
    expect((await test.client.call('coverage.get', { organizationId })).rules).toEqual({
      listed: 4,
      deployed: 1,
    });
  });

  it('never lets a parent count for its sub-techniques, nor the other way', async () => {
    await mark('Alpha', 'deployed');
    expect(await technique('T9001.001')).toMatchObject({ level: 'listed' });
    await mark('Alpha', 'planned');
    await mark('Gamma', 'deployed');
    expect(await technique('T9001')).toMatchObject({
      level: 'listed',
      planned: 1,
      subTechniques: { listed: 2, deployed: 1 },
    });
  });

  it('tells unlisted, listed and not applicable apart', async () => {
    await mark('Delta', 'not-applicable');
    expect(await technique('T9002')).toMatchObject({
      level: 'listed',
      rules: { listed: 1, deployed: 0 },
      notApplicable: 1,
    });
    expect(await technique('T9001.002')).toMatchObject({
      level: 'unlisted',
      rules: { listed: 0, deployed: 0 },
    });
  });

  it('adds up', async () => {
    await mark('Alpha', 'deployed');
    const coverage = await test.client.call('coverage.get', { organizationId });
    const sum = (levels: Record<string, number>) =>
      Object.values(levels).reduce((total, number) => total + number, 0);
    expect(sum(coverage.levels)).toBe(coverage.techniques.length);
    for (const tactic of coverage.tactics) expect(sum(tactic.levels)).toBe(tactic.techniques);
    expect(coverage.sources).toMatchObject([{ id: 'sigma', kind: 'rule', listed: 4, deployed: 1, links: 5 }]);
  });

  it('agrees with what a technique shows', async () => {
    await mark('Beta', 'deployed');
    for (const one of (await test.client.call('coverage.get', { organizationId })).techniques) {
      const detail = await test.client.call('techniques.get', { techniqueId: one.id, organizationId });
      expect({
        level: detail.level,
        controls: detail.controls,
        rules: detail.rules,
        tests: detail.tests,
      }).toEqual({
        level: one.level,
        controls: one.controls,
        rules: one.rules,
        tests: one.tests,
      });
    }
  });

  it('without an organization lists what there is', async () => {
    await mark('Alpha', 'deployed');
    const coverage = await test.client.call('coverage.get', { organizationId: null });
    expect(coverage.levels).toEqual({ unlisted: 1, listed: 3, deployed: 0, validated: 0, failed: 0 });
  });
});
