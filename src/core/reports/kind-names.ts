import type { Kind } from '../../shared/model/resource.ts';

/** Resources by kind, for sentences. */
export const KIND_NAMES: Record<Kind, { one: string; many: string; title: string }> = {
  control: { one: 'control', many: 'controls', title: 'Controls' },
  rule: { one: 'rule', many: 'rules', title: 'Rules' },
  test: { one: 'test', many: 'tests', title: 'Tests' },
};

/** Kinds in the order of a report: what makes a technique deployed comes first. */
export const REPORT_KINDS = ['rule', 'test', 'control'] as const satisfies Kind[];
