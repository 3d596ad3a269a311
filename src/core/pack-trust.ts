import { AppError } from '../shared/errors.ts';
import type { TrustedKey } from '../shared/model/pack.ts';
import type { PackTrust } from './content/packs/open-pack.ts';
import { readPublicKey } from './content/packs/pack-keys.ts';
import type { Core } from './core.ts';
import type { ReadableDB } from './db/sql.ts';
import { getSettings } from './ledger/settings.ts';
import { addTrustedKey, listTrustedKeys, removeTrustedKey } from './ledger/trusted-keys.ts';

// Whom to trust is kept in the ledger, which is precious; content only asks.

/** Whose packs an import takes. */
export function packTrust(db: ReadableDB): PackTrust {
  return { keys: listTrustedKeys(db), requireSigned: getSettings(db, '').requireSignedPacks };
}

/** Throws key-invalid. */
export function addKey(core: Core, pem: string, name: string): TrustedKey {
  const key = { ...readPublicKey(pem), name, addedAt: core.now().toISOString() };
  addTrustedKey(core.ledger(), key);
  core.emit('settings.changed', {});
  return key;
}

/** Throws not-found. */
export function removeKey(core: Core, id: string): { id: string } {
  if (!removeTrustedKey(core.ledger(), id))
    throw new AppError('not-found', `No key ${id} is trusted here. bearing keys list shows those that are.`, {
      id,
    });
  core.emit('settings.changed', {});
  return { id };
}
