import { describe, expect, it } from 'vitest';
import {
  countWords,
  nextStep,
  otherMarks,
  subCount,
  whyLevel,
  whyNotInForce,
} from '../../../src/renderer/features/overview/technique-words.ts';
import { technique } from './coverage-value.ts';

const none = { listed: 0, deployed: 0 };
const of = (more: Parameters<typeof technique>[3]) =>
  technique('T1046', 'Network Service Discovery', ['Discovery'], more);

describe('why', () => {
  it.each([
    [{ level: 'deployed', rules: { listed: 20, deployed: 3 } }, 'Deployed: 3 of 20 rules deployed'],
    [{ level: 'listed', rules: { listed: 1, deployed: 0 } }, 'Listed: 0 of 1 rule deployed'],
    [{ level: 'listed', rules: none, tests: { listed: 9, deployed: 1 } }, 'Listed: no rule, 9 tests listed'],
    [
      {
        level: 'listed',
        rules: none,
        tests: { listed: 1, deployed: 0 },
        controls: { listed: 2, deployed: 0 },
      },
      'Listed: no rule, 1 test and 2 controls listed',
    ],
    [{ level: 'unlisted', rules: none }, 'Unlisted: no source lists anything'],
  ] as const)('%j: %s', (more, words) => {
    expect(whyLevel(of(more), true)).toBe(words);
  });

  it('says nothing of deployed without an organization', () => {
    expect(whyLevel(of({ rules: { listed: 20, deployed: 0 } }), false)).toBe('Listed: 20 rules');
  });
});

it.each([
  ['active', '19.2', null],
  ['retired', '19.2', 'Not in ATT&CK 19.2: revoked or deprecated'],
  ['unknown', null, 'Not in the ATT&CK version at hand: not known to it'],
] as const)('%s in %s: %s', (state, version, words) => {
  expect(whyNotInForce({ state }, version)).toBe(words);
});

describe('next', () => {
  it.each([
    [{ level: 'listed', rules: { listed: 16, deployed: 0 } }, 'deploy one of 16 rules'],
    [{ level: 'listed', rules: { listed: 1, deployed: 0 } }, 'deploy its one rule'],
    [
      { level: 'listed', rules: { listed: 4, deployed: 0 }, planned: 2 },
      'deploy what is planned: 2 resources',
    ],
    [{ level: 'listed', rules: none }, 'no rule is listed; write one'],
    [{ level: 'unlisted', rules: none }, 'nothing is listed; write a rule'],
    [{ level: 'deployed', rules: { listed: 4, deployed: 1 } }, null],
  ] as const)('%j: %s', (more, words) => {
    expect(nextStep(of(more))).toBe(words);
  });
});

it('counts in words', () => {
  expect(countWords({ listed: 20, deployed: 3 }, true)).toBe('3 of 20 deployed');
  expect(countWords({ listed: 20, deployed: 0 }, false)).toBe('20 listed');
  expect(countWords(none, true)).toBe('none listed');
});

it('names other marks', () => {
  expect(otherMarks(of({ planned: 2, notApplicable: 1 }))).toBe('2 planned, 1 not applicable');
  expect(otherMarks(of({}))).toBeNull();
});

it('counts sub-techniques with a rule deployed, or without organization those that list anything', () => {
  const parent = of({ subTechniques: { listed: 3, deployed: 1 } });
  const subs = [of({}), of({ level: 'unlisted' })];
  expect(subCount(parent, subs, true)).toEqual({ part: 1, whole: 3, words: '1 of 3 has a rule deployed' });
  expect(subCount(parent, subs, false)).toEqual({ part: 1, whole: 2, words: '1 of 2 is listed' });
});
