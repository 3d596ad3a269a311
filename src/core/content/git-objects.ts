// Reads single objects of a git repository: enough of the formats (gitformat-pack(5)) to find a commit. Anything odd ends in null or a throw.

import fs from 'node:fs';
import path from 'node:path';
import { constants, inflateSync } from 'node:zlib';

export interface GitObject {
  type: string;
  body: Buffer;
}

/** A commit has some hundred bytes. */
const MAX_OBJECT = 1024 * 1024;
const MAX_PACKED = 64 * 1024;
/** Git makes 50 by default. */
const MAX_DELTAS = 256;
const TYPES = ['', 'commit', 'tree', 'blob', 'tag'];
const OFFSET_DELTA = 6;
const REFERENCE_DELTA = 7;

/** An object by its id, from the folder `objects`. */
export function readGitObject(objects: string, id: string, deltas = MAX_DELTAS): GitObject | null {
  const loose = path.join(objects, id.slice(0, 2), id.slice(2));
  if (isSmall(loose, MAX_OBJECT)) return parseLoose(fs.readFileSync(loose));
  const packs = path.join(objects, 'pack');
  const indexes = fs.existsSync(packs) ? fs.readdirSync(packs).filter((name) => name.endsWith('.idx')) : [];
  for (const index of indexes.sort()) {
    const pack = path.join(packs, `${index.slice(0, -'.idx'.length)}.pack`);
    const offset = withFile(path.join(packs, index), (read) => findOffset(read, Buffer.from(id, 'hex')));
    if (offset !== null)
      return withFile(pack, (read) => readPacked({ objects, read, idBytes: id.length / 2 }, offset, deltas));
  }
  return null;
}

function isSmall(file: string, most: number): boolean {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.isFile() && stat.size <= most;
}

function parseLoose(bytes: Buffer): GitObject | null {
  const whole = inflateSync(bytes, { maxOutputLength: MAX_OBJECT });
  const end = whole.indexOf(0);
  const type = /^(\w+) \d+$/.exec(whole.toString('latin1', 0, end))?.[1];
  return type === undefined ? null : { type, body: whole.subarray(end + 1) };
}

/** Bytes at a place of a file, fewer at its end. */
type ReadAt = (position: number, bytes: number) => Buffer;

function withFile<T>(file: string, work: (read: ReadAt) => T): T | null {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return null;
  const handle = fs.openSync(file, 'r');
  try {
    return work((position, bytes) => {
      const buffer = Buffer.alloc(bytes);
      return buffer.subarray(0, fs.readSync(handle, buffer, 0, bytes, position));
    });
  } finally {
    fs.closeSync(handle);
  }
}

/** Where a pack has an object, by its index of version 2. */
function findOffset(read: ReadAt, id: Buffer): number | null {
  const head = read(0, 8 + 256 * 4);
  if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return null;
  const upTo = (byte: number) => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
  const count = upTo(255);
  const first = id[0] ?? 0;
  let [low, high] = [upTo(first - 1), upTo(first)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const order = id.compare(read(head.length + middle * id.length, id.length));
    if (order === 0) return offsetAt(read, head.length + count * (id.length + 4), count, middle);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return null;
}

function offsetAt(read: ReadAt, table: number, count: number, index: number): number {
  const offset = read(table + index * 4, 4).readUInt32BE(0);
  if (offset < 0x80000000) return offset;
  return Number(read(table + count * 4 + (offset - 0x80000000) * 8, 8).readBigUInt64BE(0));
}

interface Pack {
  objects: string;
  read: ReadAt;
  /** 20, or 32 with SHA-256. */
  idBytes: number;
}

function readPacked(pack: Pack, offset: number, deltas: number): GitObject | null {
  const bytes = pack.read(offset, MAX_PACKED);
  const { type, size, at } = parseHead(bytes);
  const name = TYPES[type];
  if (name) return { type: name, body: inflate(bytes, at, size) };
  if (deltas === 0) return null;
  if (type === OFFSET_DELTA) {
    const back = parseBack(bytes, at);
    const base = back.value < offset ? readPacked(pack, offset - back.value, deltas - 1) : null;
    return base && { ...base, body: applyDelta(base.body, inflate(bytes, back.at, size)) };
  }
  if (type !== REFERENCE_DELTA) return null;
  const end = at + pack.idBytes;
  const base = readGitObject(pack.objects, bytes.toString('hex', at, end), deltas - 1);
  return base && { ...base, body: applyDelta(base.body, inflate(bytes, end, size)) };
}

function parseHead(bytes: Buffer): { type: number; size: number; at: number } {
  let at = 0;
  let byte = bytes.readUInt8(at++);
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let factor = 16; byte & 0x80; factor *= 128) {
    byte = bytes.readUInt8(at++);
    size += (byte & 0x7f) * factor;
  }
  return { type, size, at };
}

/** How far before a delta its base lies. */
function parseBack(bytes: Buffer, start: number): { value: number; at: number } {
  let at = start;
  let byte = bytes.readUInt8(at++);
  let value = byte & 0x7f;
  while (byte & 0x80) {
    byte = bytes.readUInt8(at++);
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, at };
}

function inflate(bytes: Buffer, at: number, size: number): Buffer {
  // What follows the object in the pack is none of it, and may be cut off.
  const options = { maxOutputLength: MAX_OBJECT, finishFlush: constants.Z_SYNC_FLUSH };
  const whole = inflateSync(bytes.subarray(at), options);
  if (whole.length !== size) throw new Error('not the size that the pack says');
  return whole;
}

function applyDelta(base: Buffer, delta: Buffer): Buffer {
  let at = 0;
  const next = () => delta.readUInt8(at++);
  const size = () => {
    let [value, factor, byte] = [0, 1, 0x80];
    for (; byte & 0x80; factor *= 128) {
      byte = next();
      value += (byte & 0x7f) * factor;
    }
    return value;
  };
  /** Little-endian, of the bytes whose bits are set. */
  const sparse = (bits: number, bytes: number) => {
    let value = 0;
    for (let i = 0; i < bytes; i++) if (bits & (1 << i)) value += next() * 256 ** i;
    return value;
  };
  if (size() !== base.length) throw new Error('a delta of another base');
  const length = size();
  const parts: Buffer[] = [];
  for (let left = Math.min(length, MAX_OBJECT); at < delta.length && left >= 0;) {
    const op = next();
    const from = op & 0x80 ? sparse(op & 15, 4) : at;
    const bytes = op & 0x80 ? sparse((op >> 4) & 7, 3) || 0x10000 : op;
    if (bytes === 0) throw new Error('a reserved instruction');
    parts.push((op & 0x80 ? base : delta).subarray(from, from + bytes));
    if (!(op & 0x80)) at += bytes;
    left -= bytes;
  }
  const whole = Buffer.concat(parts);
  if (whole.length !== length) throw new Error('not the size that the delta says');
  return whole;
}
