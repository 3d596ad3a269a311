import type { Client } from '../shared/client.ts';
import { AppError } from '../shared/errors.ts';
import type { Organization } from '../shared/model/tracking.ts';

/**
 * The organization that --org names, by name or id; without --org the only one that is not archived.
 * Throws AppError: `not-found` with the names there are, `invalid-input` when one has to be named.
 */
export async function findOrganization(client: Client, named: string | undefined): Promise<Organization> {
  const all = await client.call('organizations.list', {});
  if (named !== undefined) return pick(all, named);
  const active = all.filter((organization) => organization.archivedAt === null);
  const [only] = active;
  if (only === undefined)
    throw new AppError('not-found', 'There is no organization yet. Add one: bearing org add NAME');
  if (active.length > 1)
    throw new AppError('invalid-input', `Say which organization with --org: ${names(active)}.`);
  return only;
}

/** For commands that also work without: null when none is named and there is not exactly one. */
export async function findOrganizationIfAny(
  client: Client,
  named: string | undefined,
): Promise<Organization | null> {
  const all = await client.call('organizations.list', {});
  if (named !== undefined) return pick(all, named);
  const active = all.filter((organization) => organization.archivedAt === null);
  return active.length === 1 ? (active[0] ?? null) : null;
}

/** An exact name or id first; then a name in other letters, if it is one alone. */
function pick(all: Organization[], named: string): Organization {
  const exact = all.find(({ id, name }) => id === named || name === named);
  if (exact !== undefined) return exact;
  const similar = all.filter(({ name }) => name.toLowerCase() === named.trim().toLowerCase());
  if (similar.length === 1 && similar[0] !== undefined) return similar[0];
  const known = all.length === 0 ? 'There is none yet: bearing org add NAME' : `There are: ${names(all)}.`;
  throw new AppError('not-found', `No organization is called "${named}". ${known}`);
}

function names(organizations: Organization[]): string {
  return organizations
    .map(({ name, archivedAt }) => (archivedAt === null ? name : `${name} (archived)`))
    .join(', ');
}
