// STIX objects in ATT&CK's form, invented.

export type StixObject = Record<string, unknown>;

export function stix(type: string, name: string, id: string | null, more: StixObject = {}): StixObject {
  const references =
    id === null
      ? []
      : [{ source_name: 'mitre-attack', external_id: id, url: `https://attack.mitre.org/x/${id}` }];
  return {
    type,
    id: `${type}--${name.toLowerCase().replaceAll(' ', '-')}`,
    modified: '2099-01-01T00:00:00.000Z',
    name,
    external_references: [{ source_name: 'A report', url: 'https://example.org' }, ...references],
    x_mitre_domains: ['enterprise-attack'],
    ...more,
  };
}

export function technique(id: string, phases: string[] = [], more: StixObject = {}): StixObject {
  const chain = phases.map((phase) => ({ kill_chain_name: 'mitre-attack', phase_name: phase }));
  return stix('attack-pattern', id, id, {
    name: `Technique ${id}`,
    description: `About ${id}.`,
    kill_chain_phases: chain,
    x_mitre_platforms: ['Windows'],
    ...more,
  });
}

export function tactic(id: string, shortName: string, name: string): StixObject {
  return stix('x-mitre-tactic', shortName, id, { name, x_mitre_shortname: shortName });
}

export function matrix(domain: string, ...tactics: string[]): StixObject {
  return stix('x-mitre-matrix', domain, `${domain}-attack`, {
    tactic_refs: tactics.map((one) => `x-mitre-tactic--${one}`),
  });
}

export function relationship(
  source: StixObject,
  kind: string,
  target: StixObject,
  more: StixObject = {},
): StixObject {
  const [from, to] = [source, target].map(({ id }) => String(id));
  return {
    type: 'relationship',
    id: `relationship--${from}-${kind}-${to}`,
    relationship_type: kind,
    source_ref: from,
    target_ref: to,
    ...more,
  };
}

export function bundle(...objects: unknown[]): string {
  return JSON.stringify({ type: 'bundle', id: 'bundle--1', spec_version: '2.0', objects });
}
