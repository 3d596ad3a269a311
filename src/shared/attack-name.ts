import { DOMAIN_NAMES, type AttackDomain, type AttackVersions } from './model/attack.ts';

/** `ATT&CK Enterprise 19.2`; the version may be unknown. */
export function attackName(domain: AttackDomain, version: string | null): string {
  const name = `ATT&CK ${DOMAIN_NAMES[domain]}`;
  return version === null ? `${name}, version unknown` : `${name} ${version}`;
}

/** `ATT&CK Enterprise 19.2 → 18.1`, `ATT&CK Mobile 19.1 taken away`; one version alone where there was none, or it has the same name. */
export function versionsName({ domain, before, after, isRemoved }: AttackVersions): string {
  if (isRemoved)
    return `${before === null ? `ATT&CK ${DOMAIN_NAMES[domain]}` : attackName(domain, before)} taken away`;
  if (before === null || before === after) return attackName(domain, after);
  return `${attackName(domain, before)} → ${after ?? 'version unknown'}`;
}
