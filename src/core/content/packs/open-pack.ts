import fs from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { CONTENT_LIMITS } from '../limits.ts';
import {
  MAGIC,
  PACK_VERSION,
  parseManifest,
  parseSignature,
  sha256Of,
  type ManifestPart,
  type PackManifest,
  type Signature,
} from './pack-format.ts';
import { isSignedBy } from './pack-keys.ts';
import { altered, invalid, newer, refusal, truncated } from './refuse.ts';

/** Whose packs are taken. */
export interface PackTrust {
  keys: readonly { id: string; publicKey: string }[];
  requireSigned: boolean;
}

/** A pack of which every byte was checked. */
export interface OpenPack {
  /** As shown. */
  file: string;
  /** null: not signed. */
  keyId: string | null;
  manifest: PackManifest;
  /** What a part carries, unpacked. Throws pack-invalid. */
  unpack(part: ManifestPart): Buffer;
}

interface Header {
  /** The first two lines. */
  signed: Buffer;
  manifest: string;
  signature: Signature | null;
  /** Where the parts begin. */
  end: number;
}

const BEGINNING = 'bearing-pack ';
const HASH_LINE = 64;

export function isPackName(name: string): boolean {
  return /\.bearing-pack$/i.test(name);
}

/** By content; by name too, so that one with a damaged beginning is refused as a pack. */
export function isPack(file: string, shown: string): boolean {
  if (isPackName(shown)) return true;
  const head = Buffer.alloc(BEGINNING.length);
  const handle = fs.openSync(file, 'r');
  try {
    fs.readSync(handle, head, 0, head.length, 0);
  } finally {
    fs.closeSync(handle);
  }
  return head.toString('latin1') === BEGINNING;
}

/**
 * Reads a pack and checks all of it, before anything in it is believed: that it is whole and as it was made, then whose it is. `trust` null:
 * the signature is not looked at. Throws pack-truncated, pack-altered, pack-newer, pack-unsigned, pack-unknown-key, pack-invalid, path-not-readable.
 */
export function openPack(file: string, shown: string, trust: PackTrust | null): OpenPack {
  return checkPack(readBytes(file, shown), shown, trust);
}

/** As openPack, for bytes at hand. */
export function checkPack(bytes: Buffer, file: string, trust: PackTrust | null): OpenPack {
  const header = readHeader(bytes, file);
  const manifest = parseManifest(header.manifest);
  if (trust) checkSignature(header, file, trust);
  if (!manifest) throw invalid(file, 'its list of contents is not as Bearing writes one');
  const places = locate(manifest, header.end, bytes.length, file);
  manifest.parts.forEach((part, index) => {
    if (sha256Of(packedBytes(bytes, places[index])) !== part.packed.sha256)
      throw altered(file, `the part ${part.name} has another SHA-256 than its list of contents says`);
  });
  return {
    file,
    keyId: header.signature?.keyId ?? null,
    manifest,
    unpack: (part) => unpack(part, packedBytes(bytes, places[manifest.parts.indexOf(part)]), file),
  };
}

function readBytes(file: string, shown: string): Buffer {
  try {
    const { size } = fs.statSync(file);
    const MiB = 1024 * 1024;
    if (size > CONTENT_LIMITS.packBytes)
      throw invalid(
        shown,
        `it has ${Math.ceil(size / MiB)} MiB, and a pack has at most ${CONTENT_LIMITS.packBytes / MiB}`,
      );
    return fs.readFileSync(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new AppError('path-not-readable', `${shown} cannot be read (${code}). Check the path.`, {
      path: shown,
    });
  }
}

function readHeader(bytes: Buffer, file: string): Header {
  checkMagic(bytes, file);
  const manifestEnd = endOfLine(bytes, MAGIC.length, CONTENT_LIMITS.packManifestBytes, file);
  const signatureEnd = endOfLine(bytes, manifestEnd, CONTENT_LIMITS.packLineBytes, file);
  const end = signatureEnd + HASH_LINE + 1;
  if (bytes.length < end) throw truncated(file, bytes.length);
  const line = bytes.toString('latin1', signatureEnd, end);
  if (line !== `${sha256Of(bytes.subarray(0, signatureEnd))}\n`)
    throw altered(file, 'its first three lines have another SHA-256 than the fourth says');
  const signature = parseSignature(bytes.toString('latin1', manifestEnd, signatureEnd - 1));
  if (signature === undefined) throw invalid(file, 'its signature is not written as Bearing writes one');
  return {
    signed: bytes.subarray(0, manifestEnd),
    manifest: bytes.toString('utf8', MAGIC.length, manifestEnd - 1),
    signature,
    end,
  };
}

function checkMagic(bytes: Buffer, file: string): void {
  const head = bytes.toString('latin1', 0, 32);
  if (head.startsWith(MAGIC)) return;
  if (MAGIC.startsWith(head)) throw truncated(file, bytes.length);
  const version = /^bearing-pack ([1-9]\d{0,8})\n/.exec(head)?.[1];
  if (version !== undefined)
    throw newer(file, `its format is ${version}, and this version reads format ${PACK_VERSION}`);
  throw altered(file, 'it does not begin as a pack does');
}

/** The place after a line's end. */
function endOfLine(bytes: Buffer, start: number, most: number, file: string): number {
  const end = bytes.indexOf('\n', start);
  if (end !== -1 && end - start <= most) return end + 1;
  throw end === -1 && bytes.length - start <= most
    ? truncated(file, bytes.length)
    : altered(file, 'a line at its beginning does not end');
}

function checkSignature(
  { signature, signed }: Header,
  file: string,
  { keys, requireSigned }: PackTrust,
): void {
  if (!signature) {
    if (!requireSigned) return;
    throw refusal(
      'pack-unsigned',
      file,
      'is not signed, and the settings take signed packs alone. Ask for a signed one, or allow others: bearing keys require off.',
    );
  }
  const { keyId } = signature;
  const key = keys.find(({ id }) => id === keyId);
  if (!key)
    throw refusal(
      'pack-unknown-key',
      file,
      `is signed with the key ${keyId}, which is not trusted here. Compare that id with what its publisher says, then trust it: bearing keys add FILE.pub.`,
      { keyId },
    );
  if (!isSignedBy(key.publicKey, signed, signature.bytes))
    throw altered(file, `the signature with the key ${keyId} does not fit what it signs`);
}

interface Place {
  start: number;
  end: number;
}

function locate({ parts }: PackManifest, start: number, size: number, file: string): Place[] {
  let at = start;
  const places = parts.map(({ packed }) => ({ start: at, end: (at += packed.bytes) }));
  if (size < at) throw truncated(file, size);
  if (size > at) throw altered(file, `${size - at} bytes follow its end`);
  return places;
}

function packedBytes(bytes: Buffer, place: Place | undefined): Buffer {
  return bytes.subarray(place?.start ?? 0, place?.end ?? 0);
}

function unpack(part: ManifestPart, packed: Buffer, file: string): Buffer {
  const wrong = (why: string) => invalid(file, `its part ${part.name} ${why}`);
  if (part.carries === 'nothing') return Buffer.alloc(0);
  if (part.raw.bytes > CONTENT_LIMITS.packPartBytes)
    throw wrong(`would have more than ${CONTENT_LIMITS.packPartBytes} bytes`);
  let raw: Buffer;
  try {
    // One byte more than promised is already too much.
    raw = inflateRawSync(packed, { maxOutputLength: part.raw.bytes + 1 });
  } catch {
    throw wrong('cannot be unpacked');
  }
  if (raw.length !== part.raw.bytes || sha256Of(raw) !== part.raw.sha256)
    throw wrong('holds something else than its list of contents says');
  return raw;
}
