/** An Ed25519 public key in DER is these bytes and 32 of its own (RFC 8410). */
const DER_HEAD = '302a300506032b6570032100';
const DER_BYTES = 44;
const KEY_BYTES = 32;
/** Of the SHA-256 over the key, in hexadecimal digits. */
const ID_DIGITS = 32;

const PEM = /^-----BEGIN PUBLIC KEY-----\s([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/;

/**
 * The id of a public key in PEM, as docs/packs.md says it is made; null for a text that is anything else, or more than
 * that. Written here because whoever trusts a key has to compare the id before, and core, which reads the key then, is
 * not in the page.
 */
export async function keyIdOf(text: string): Promise<string | null> {
  const base64 = PEM.exec(text.trim())?.[1];
  const der = base64 === undefined ? null : decodeBase64(base64);
  if (der?.length !== DER_BYTES || !toHex(der).startsWith(DER_HEAD)) return null;
  const hash = await crypto.subtle.digest('SHA-256', der.slice(-KEY_BYTES));
  return toHex(new Uint8Array(hash)).slice(0, ID_DIGITS);
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
