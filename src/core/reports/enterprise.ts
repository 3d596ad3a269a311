import { DOMAIN_NAMES } from '../../shared/model/attack.ts';
import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import { isTechniqueId } from '../../shared/model/technique.ts';
import type { ArrangedReport } from './arrange.ts';
import { nOfM } from './figures.ts';
import { visibleLine } from './visible.ts';

/** A technique that a file for ATT&CK Enterprise cannot hold. */
export interface LeftTechnique {
  technique: TechniqueCoverage;
  why: string;
}

/** Techniques for a format that knows one domain of ATT&CK in one version, Enterprise. */
export interface EnterpriseTechniques {
  /** Enterprise as the report says it; null where no version is at hand. */
  version: string | null;
  /** In force there. Without a version at hand: all with an id of the right shape. */
  techniques: TechniqueCoverage[];
  left: LeftTechnique[];
}

/** Parts the techniques of a report: other tools pass over ids that they do not know without a word. */
export function enterpriseTechniques(arranged: ArrangedReport): EnterpriseTechniques {
  const { attack } = arranged.report;
  const enterprise = attack.versions.find(({ domain }) => domain === 'enterprise');
  const domains = new Map(attack.otherDomains.map(({ id, domain }) => [id, domain]));
  const name = visibleLine(`ATT&CK Enterprise ${enterprise?.version ?? '(version unknown)'}`);
  const whyNot = ({ id, state }: TechniqueCoverage): string | null => {
    const other = domains.get(id);
    if (!isTechniqueId(id)) return 'no technique id';
    if (other !== undefined) return `of ATT&CK ${DOMAIN_NAMES[other]}`;
    return state === 'active' || enterprise === undefined ? null : `not in force in ${name}`;
  };
  const found = arranged.techniques.map((technique) => ({ technique, why: whyNot(technique) }));
  return {
    version: enterprise?.version ?? null,
    techniques: found.filter(({ why }) => why === null).map(({ technique }) => technique),
    left: found.flatMap(({ technique, why }) => (why === null ? [] : [{ technique, why }])),
  };
}

/** `Impair Defenses: not in force in ATT&CK Enterprise 19.2; deployed, 2 of 30 rules deployed`. */
export function leftSentence({ technique, why }: LeftTechnique): string {
  const { name, level, rules } = technique;
  return `${visibleLine(name)}: ${why}; ${level}, ${nOfM(rules.deployed, rules.listed)} rules deployed`;
}
