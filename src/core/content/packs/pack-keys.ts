import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Signature } from './pack-format.ts';

/** A key pair for signing packs, as PEM: what OpenSSL reads and writes. */
export interface PackKeyPair {
  privateKey: string;
  publicKey: string;
  keyId: string;
}

/** Of a key: id, and the PEM written anew. */
export interface PublicKey {
  id: string;
  publicKey: string;
}

/** An Ed25519 public key in DER is these bytes and 32 of its own. */
const DER_BYTES = 44;
const KEY_BYTES = 32;
/** Of the hash over the key, in hexadecimal digits: 128 bits, so that no second key has the same. */
const ID_DIGITS = 32;

export function createPackKey(): PackKeyPair {
  const pair = generateKeyPairSync('ed25519');
  const { id, publicKey } = describe(pair.publicKey);
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey,
    keyId: id,
  };
}

/** Throws key-invalid for what is no public Ed25519 key in PEM. */
export function readPublicKey(pem: string): PublicKey {
  if (pem.includes('PRIVATE KEY'))
    throw new AppError(
      'key-invalid',
      'This is a private key, which only its owner should have. Give the public one, the file that ends in .pub.',
    );
  return describe(
    parse(() => createPublicKey(pem), 'public', 'the file ending in .pub that bearing keygen made'),
  );
}

/** What signs with a private key. Throws key-invalid for what is no private Ed25519 key in PEM. */
export function signWith(pem: string): (bytes: Buffer) => Signature {
  if (!pem.includes('PRIVATE KEY'))
    throw new AppError(
      'key-invalid',
      'This is no private key. Give the file that bearing keygen made, without .pub.',
    );
  const key = parse(() => createPrivateKey(pem), 'private', 'the file that bearing keygen made');
  const { id } = describe(createPublicKey(key));
  return (bytes) => ({ keyId: id, bytes: sign(null, bytes, key) });
}

export function isSignedBy(publicKey: string, bytes: Buffer, signature: Buffer): boolean {
  return verify(null, bytes, createPublicKey(publicKey), signature);
}

function parse(make: () => KeyObject, which: string, file: string): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = make();
  } catch {
    // Said below.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new AppError('key-invalid', `This is no ${which} Ed25519 key in PEM. Give ${file}.`);
}

function describe(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' });
  if (der.length !== DER_BYTES) throw new Error('not an Ed25519 key');
  const id = createHash('sha256').update(der.subarray(-KEY_BYTES)).digest('hex').slice(0, ID_DIGITS);
  return { id, publicKey: key.export({ type: 'spki', format: 'pem' }).toString() };
}
