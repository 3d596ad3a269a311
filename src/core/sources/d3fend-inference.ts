// Which countermeasures meet which techniques, as D3FEND's own site answers it, from the ontology alone. Where both could be
// compared (0.17.0, 779 techniques), every pair was the same.

import { closureOf, detailsOf } from './d3fend-ontology.ts';
import type { Ontology } from './d3fend-ontology.ts';
import { className, defenceOf, emptyMapping } from './d3fend-mapping.ts';
import type { D3fendMapping } from './d3fend-mapping.ts';
import type { SourceProblem } from './source.ts';

/** Of edges followed. The real ontology takes some hundred thousand. */
const BUDGET = 20_000_000;

const DEFENCES = 'd3f:DefensiveTechnique';
const ARTIFACTS = 'd3f:DigitalArtifact';

/** All countermeasures, as class ids: what is below the class of defensive techniques. */
export function defencesIn(ontology: Ontology): string[] {
  const below = closureOf(ontology, [DEFENCES], 'below', { left: BUDGET });
  return [...below].filter((id) => id !== DEFENCES && className(id) !== null);
}

/**
 * A technique touches what its own restrictions point to, and those of the ATT&CK techniques above and below it; it meets all
 * classes above those artifacts too. A countermeasure is mapped when an artifact of its own restrictions is among them:
 * countermeasures inherit nothing.
 */
export function inferMapping(ontology: Ontology, problems: SourceProblem[]): D3fendMapping {
  const mapping = emptyMapping(ontology.path, 'the ontology', ontology.version);
  const budget = { left: BUDGET };
  const workers = defencesByArtifact(ontology, mapping, budget);
  for (const [id, { attackIds }] of ontology.classes) {
    if (budget.left < 0) break;
    if (attackIds.length === 0) continue;
    for (const name of namesMet(workers, artifactsMet(ontology, id, budget), budget))
      for (const technique of attackIds) mapping.defences.get(name)?.techniques.add(technique);
  }
  if (budget.left < 0) {
    const message = 'Its classes refer to each other in too many ways to follow. The mapping is incomplete.';
    problems.push({ path: ontology.path, line: null, code: 'too-tangled', message });
  }
  return mapping;
}

/** Names of countermeasures by the digital artifact that they work on. */
function defencesByArtifact(
  ontology: Ontology,
  mapping: D3fendMapping,
  budget: { left: number },
): Map<string, Set<string>> {
  const artifacts = closureOf(ontology, [ARTIFACTS], 'below', budget);
  const workers = new Map<string, Set<string>>();
  for (const id of defencesIn(ontology)) {
    const name = className(id) ?? '';
    const defence = defenceOf(mapping, name, detailsOf(ontology, id).label);
    for (const artifact of ontology.classes.get(id)?.targets ?? []) {
      if (!artifacts.has(artifact)) continue;
      defence.artifacts.add(detailsOf(ontology, artifact).label ?? artifact);
      workers.set(artifact, (workers.get(artifact) ?? new Set()).add(name));
    }
  }
  return workers;
}

function namesMet(
  workers: Map<string, Set<string>>,
  artifacts: Set<string>,
  budget: { left: number },
): Set<string> {
  const names = new Set<string>();
  for (const artifact of artifacts)
    for (const name of workers.get(artifact) ?? []) {
      budget.left -= 1;
      if (budget.left < 0) return names;
      names.add(name);
    }
  return names;
}

function artifactsMet(ontology: Ontology, technique: string, budget: { left: number }): Set<string> {
  const family = [
    ...closureOf(ontology, [technique], 'above', budget),
    ...closureOf(ontology, [technique], 'below', budget),
  ].flatMap((id) => ontology.classes.get(id) ?? []);
  const touched = family.flatMap(({ attackIds, targets }) => (attackIds.length > 0 ? targets : []));
  budget.left -= touched.length;
  return closureOf(ontology, touched, 'above', budget);
}
