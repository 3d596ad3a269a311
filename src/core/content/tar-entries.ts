// tar as git, GNU and BSD write it: ustar, pax headers, GNU's long names. Sparse files and several volumes are left out.

import type { ByteStream } from './byte-stream.ts';

export interface TarEntry {
  /** As written; only the `./` at its start is gone. */
  name: string;
  size: number;
  kind: 'file' | 'folder' | 'other';
  /** Milliseconds since 1970. */
  modified: number | null;
  /** Of the archive, so far: git writes the commit there. */
  comment: string | null;
  /** The file's first bytes. To be called once, before the next entry is asked for. */
  take(bytes: number): Promise<Buffer>;
}

const BLOCK = 512;
/** Of an extended header; a path in it may have 4 KiB. */
const MAX_EXTENDED = 64 * 1024;

type Fields = Map<string, string>;

/** The entries one after the other. Throws an Error for what is no sound tar. */
export async function* readTar(stream: ByteStream): AsyncGenerator<TarEntry, void, void> {
  let own: Fields = new Map();
  let all: Fields = new Map();
  for (;;) {
    const block = await stream.takeOrEnd(BLOCK);
    if (block === null || block.every((byte) => byte === 0)) return;
    const header = parseHeader(block);
    const { type } = header;
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      const body = await takeExtended(stream, header.size);
      if (type === 'x') own = new Map([...own, ...parsePax(body)]);
      if (type === 'g') all = new Map([...all, ...parsePax(body)]);
      if (type === 'L') own.set('path', textOf(body));
      continue;
    }
    const size = hasBody(type) ? sizeOf(own, header.size) : 0;
    let left = size;
    yield {
      name: (own.get('path') ?? header.name).replace(/^(?:\.\/+)+/, ''),
      size,
      kind: kindOf(type, own),
      modified: timeOf(own, header.seconds),
      comment: all.get('comment') ?? null,
      take: async (bytes) => {
        const taken = await stream.take(Math.min(bytes, left));
        left -= taken.length;
        return taken;
      },
    };
    own = new Map();
    await stream.skip(left + padding(size));
  }
}

interface Header {
  name: string;
  size: number;
  seconds: number | null;
  type: string;
}

function parseHeader(block: Buffer): Header {
  const sum = block.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  if (numberAt(block, 148, 8) !== sum) throw new Error('a header is damaged');
  const size = numberAt(block, 124, 12);
  if (size === null) throw new Error('a header has no size');
  const type = String.fromCharCode(block[156] ?? 0);
  // GNU's own form has other things in the place of the prefix.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textOf(block.subarray(345, 500)) : '';
  const name = textOf(block.subarray(0, 100));
  // Old GNU sparse files go on in further headers, which would be taken for entries.
  if (type === 'S' || type === 'M') throw new Error('it has parts of files');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    seconds: numberAt(block, 136, 12),
    type,
  };
}

/** Octal digits, or, where the first bit is set, the number itself. Null for what is neither. */
function numberAt(block: Buffer, start: number, length: number): number | null {
  const field = block.subarray(start, start + length);
  if ((field[0] ?? 0) & 0x80) {
    const value = field.reduce((all, byte, i) => all * 256 + (i === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = textOf(field).trim();
  // Left empty by some for what has no size.
  return /^[0-7]*$/.test(digits) ? Number.parseInt(`0${digits}`, 8) : null;
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

async function takeExtended(stream: ByteStream, size: number): Promise<Buffer> {
  if (size > MAX_EXTENDED) throw new Error('an extended header is too large');
  const body = await stream.take(size);
  await stream.skip(padding(size));
  return body;
}

/** Records `length key=value\n`; the length counts itself. */
function parsePax(body: Buffer): Fields {
  const fields: Fields = new Map();
  for (let at = 0; at < body.length;) {
    const blank = body.indexOf(0x20, at);
    const digits = blank === -1 ? '' : body.toString('latin1', at, blank);
    const end = at + Number(digits);
    if (!/^\d{1,6}$/.test(digits) || end <= blank || end > body.length)
      throw new Error('an extended header is damaged');
    const record = body.toString('utf8', blank + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals > 0) fields.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return fields;
}

function sizeOf(own: Fields, size: number): number {
  const written = own.get('size');
  if (written === undefined) return size;
  if (!/^\d{1,15}$/.test(written)) throw new Error('an extended header is damaged');
  return Number(written);
}

function timeOf(own: Fields, seconds: number | null): number | null {
  const written = own.get('mtime');
  const time = written === undefined ? seconds : Number(written);
  return time === null || Number.isNaN(time) ? null : time * 1000;
}

function kindOf(type: string, own: Fields): TarEntry['kind'] {
  if (type === '5') return 'folder';
  const isSparse = [...own.keys()].some((key) => key.startsWith('GNU.sparse.'));
  return (type === '0' || type === '\0' || type === '7') && !isSparse ? 'file' : 'other';
}

/** Links, devices and folders may have a size, but nothing follows them. */
function hasBody(type: string): boolean {
  return !/^[1-6]$/.test(type);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
