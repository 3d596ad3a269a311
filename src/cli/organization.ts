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
  if (active.length > 1) throw severalOf(active);
  return only;
}

/**
 * For commands that also work without: null when none is named and there is none, or several. Where the answer hangs on whose marks they are
 * (`isAsked`), several are `invalid-input`.
 */
export async function findOrganizationIfAny(
  client: Client,
  named: string | undefined,
  isAsked = false,
): Promise<Organization | null> {
  const all = await client.call('organizations.list', {});
  if (named !== undefined) return pick(all, named);
  const active = all.filter((organization) => organization.archivedAt === null);
  if (isAsked && active.length > 1) throw severalOf(active);
  return active.length === 1 ? (active[0] ?? null) : null;
}

function severalOf(active: Organization[]): AppError {
  return new AppError('invalid-input', `Say which organization with --org: ${names(active)}.`);
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
