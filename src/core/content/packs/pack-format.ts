import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { canonicalJson } from '../../db/canonical-json.ts';
import { CONTENT_LIMITS } from '../limits.ts';

// A pack, byte by byte: docs/packs.md. Whatever is added to it, every byte has to stay under some hash.

export const PACK_VERSION = 1;
export const MAGIC = `bearing-pack ${PACK_VERSION}\n`;

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const maybeWord = v.nullable(word);
const size = v.strictObject({ bytes: count, sha256: hash });

const part = v.strictObject({
  /** `documents`, `snapshot-sigma`, `attack-ics`: once each, in order. */
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/)),
  /** What it holds; a kind that this version does not know is one of a newer Bearing. */
  kind: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  /** How much of what, for people: `resources`, `problems`, `documents`, `techniques`. */
  counts: v.record(word, count),
  /** Over all of its records, carried or not. */
  sha256: hash,
  /** Which version of a source it is; null for documents. */
  source: v.nullable(
    v.strictObject({
      id: word,
      /** Name of the snapshot's top folder. */
      root: word,
      commit: maybeWord,
      date: maybeWord,
      hunting: v.boolean(),
      files: count,
      /** Over the paths and bytes of the snapshot's files. */
      sha256: hash,
    }),
  ),
  /** `changes`: records that are as in the base are only named. `nothing`: all are as in the base. */
  carries: v.picklist(['all', 'changes', 'nothing']),
  /** What it carries, before and after it was packed. */
  raw: size,
  packed: size,
});

const manifest = v.strictObject({
  /** Over what the parts stand for (contentHash). */
  content: hash,
  /** Version of Bearing. */
  madeWith: word,
  /** The `content` of the base; null: the pack stands alone. */
  since: v.nullable(hash),
  parts: v.pipe(v.array(part), v.minLength(1), v.maxLength(CONTENT_LIMITS.packParts)),
});

export type PackManifest = v.InferOutput<typeof manifest>;
export type ManifestPart = PackManifest['parts'][number];
export type PartSource = NonNullable<ManifestPart['source']>;

/** The manifest that a text is, when it is written exactly as Bearing writes one; else null. */
export function parseManifest(text: string): PackManifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const checked = v.safeParse(manifest, value);
  if (!checked.success || canonicalJson(checked.output) !== text) return null;
  const { parts, content } = checked.output;
  const isInOrder = parts.every(({ name }, index) => index === 0 || (parts[index - 1]?.name ?? '') < name);
  return isInOrder && contentHash(parts) === content ? checked.output : null;
}

/** What a pack stands for, whether it carries all of it or not: two packs of the same content have the same, whoever made them. */
export function contentHash(parts: readonly Pick<ManifestPart, 'name' | 'sha256' | 'source'>[]): string {
  const said = parts.map(({ name, sha256, source }) => ({
    name,
    sha256,
    source: source && versionOf(source),
  }));
  return sha256Of(canonicalJson(said));
}

/** Whether two snapshots of a source are of the same files, read in the same way. */
export function isSameVersion(one: PartSource, other: PartSource | null): boolean {
  return other !== null && canonicalJson(versionOf(one)) === canonicalJson(versionOf(other));
}

/** Where the snapshot lay is no content. */
function versionOf({ id, commit, date, hunting, files, sha256 }: PartSource): Omit<PartSource, 'root'> {
  return { id, commit, date, hunting, files, sha256 };
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function sizeOf(bytes: Uint8Array): { bytes: number; sha256: string } {
  return { bytes: bytes.length, sha256: sha256Of(bytes) };
}

export interface Signature {
  keyId: string;
  /** 64 bytes. */
  bytes: Buffer;
}

/** The file: four lines, then what the parts carry. */
export function writePack(
  value: PackManifest,
  sign: ((bytes: Buffer) => Signature) | null,
  blobs: readonly Uint8Array[],
): Buffer {
  const signed = Buffer.from(`${MAGIC}${canonicalJson(value)}\n`);
  const head = Buffer.concat([signed, Buffer.from(`${signatureLine(sign?.(signed) ?? null)}\n`)]);
  return Buffer.concat([head, Buffer.from(`${sha256Of(head)}\n`), ...blobs]);
}

function signatureLine(signature: Signature | null): string {
  if (!signature) return 'unsigned';
  return `ed25519 ${signature.keyId} ${signature.bytes.toString('base64')}`;
}

/** The signature that a line is, or null for an unsigned pack. Undefined: it is neither. */
export function parseSignature(line: string): Signature | null | undefined {
  if (line === 'unsigned') return null;
  const [, keyId, base64] = /^ed25519 ([0-9a-f]{32}) ([A-Za-z0-9+/]{86}==)$/.exec(line) ?? [];
  if (keyId === undefined || base64 === undefined) return undefined;
  const signature = { keyId, bytes: Buffer.from(base64, 'base64') };
  return signatureLine(signature) === line ? signature : undefined;
}
