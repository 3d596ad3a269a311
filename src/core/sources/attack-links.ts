import { isRetired } from './attack-objects.ts';
import type { AttackPool } from './attack-objects.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';

/** What the relationships of a domain say, by STIX ids of where they start. */
export interface AttackLinks {
  /** Technique ids that a group, campaign or software uses, a mitigation mitigates, a detection strategy or data source detects. */
  techniques: Map<string, Set<string>>;
  /** Technique ids that took a revoked technique's place. */
  successors: Map<string, Set<string>>;
  /** Relationships of these kinds one end of which is not there. */
  dangling: number;
}

const TO_TECHNIQUES = new Set(['uses', 'mitigates', 'detects']);

/** `ids`: technique ids by STIX id. */
export function linksOf(pool: AttackPool, ids: ReadonlyMap<string, string>): AttackLinks {
  const links: AttackLinks = { techniques: new Map(), successors: new Map(), dangling: 0 };
  for (const relationship of pool.relationships) {
    const target = textOf(relationship, 'target_ref') ?? '';
    const kind = textOf(relationship, 'relationship_type') ?? '';
    const isSuccession = kind === 'revoked-by';
    // Groups use software too, and groups are revoked by groups.
    if (!target.startsWith('attack-pattern--') || isRetired(relationship)) continue;
    if (!isSuccession && !TO_TECHNIQUES.has(kind)) continue;
    const source = pool.objects.get(textOf(relationship, 'source_ref') ?? '');
    const technique = ids.get(target);
    if (!source || technique === undefined) links.dangling += 1;
    else add(isSuccession ? links.successors : links.techniques, startOf(source), technique);
  }
  return links;
}

/** Before ATT&CK 18 it was the components of a data source that detected. */
function startOf(source: Fields): string {
  const id = textOf(source, 'id') ?? '';
  return textOf(source, 'type') === 'x-mitre-data-component'
    ? (textOf(source, 'x_mitre_data_source_ref') ?? id)
    : id;
}

function add(links: Map<string, Set<string>>, start: string, technique: string): void {
  const known = links.get(start);
  if (known) known.add(technique);
  else links.set(start, new Set([technique]));
}
