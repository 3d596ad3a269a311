import { resourcesMarked, type ArrangedReport } from './arrange.ts';
import type { ReportResource } from './report.ts';
import { visibleLine } from './visible.ts';

/** The rules that are deployed for each technique, in the order of the report, by technique id. */
export function deployedRules(arranged: ArrangedReport): Map<string, ReportResource[]> {
  const rules = new Map<string, ReportResource[]>();
  for (const resource of resourcesMarked(arranged, 'deployed')) {
    if (resource.kind !== 'rule') continue;
    for (const id of resource.techniques) {
      const own = rules.get(id) ?? [];
      rules.set(id, own);
      own.push(resource);
    }
  }
  return rules;
}

/** `Sigma: lsass_dump.yml`: DeTT&CT counts the rules of a location by what stands before the colon. */
export function ruleName({ sourceName, title }: ReportResource): string {
  return visibleLine(`${sourceName}: ${title}`);
}
