import index from '../../../data/attack/enterprise-19.json' with { type: 'json' };
import type { TechniqueFacts } from '../catalog/write-document.ts';
import { attackIndexOf } from '../sources/attack-index.ts';
import { resolveTechnique, techniqueIndex } from '../sources/resolve-technique.ts';

/** What the index says of a technique, and whether it is one of that version or one that it has retired. */
interface ShippedFacts extends TechniqueFacts {
  isCurrent: boolean;
}

/**
 * What the ATT&CK index that ships knows of techniques which no document describes. One that ATT&CK has revoked stands with the tactics of what took
 * its place; absent: the index has never heard of it.
 */
export function shippedFacts(): ReadonlyMap<string, ShippedFacts> {
  const { techniques } = attackIndexOf(index);
  const byId = new Map(techniques.map((technique) => [technique.id, technique]));
  const fates = techniqueIndex(techniques);
  return new Map(
    techniques.map(({ id, name }) => {
      const { kind, ids } = resolveTechnique(id, fates);
      const tactics = [...new Set(ids.flatMap((one) => byId.get(one)?.tactics ?? []))];
      return [id, { name, tactics, isCurrent: kind === 'current' }];
    }),
  );
}
