import { gzipSync } from 'node:zlib';

/** An entry of a tar, and what may be wrong with it. */
export interface TarPart {
  name: string;
  body?: string | Uint8Array;
  /** `0` a file, `5` a folder, `2` a link, … */
  type?: string;
  /** Seconds since 1970. */
  modified?: number;
  prefix?: string;
  link?: string;
  /** What the header says, whatever the body has. */
  size?: number;
  magic?: 'ustar' | 'gnu' | 'none';
  /** The size as a binary number. */
  isBinary?: boolean;
  isDamaged?: boolean;
}

const BLOCK = 512;

export function tar(parts: readonly TarPart[]): Buffer {
  return Buffer.concat([...parts.map(entry), Buffer.alloc(2 * BLOCK)]);
}

export function tarGz(parts: readonly TarPart[], level = 6): Buffer {
  return gzipSync(tar(parts), { level });
}

/** An extended header: for the next entry, or for all (`g`). */
export function pax(records: Record<string, string>, type: 'x' | 'g' = 'x'): TarPart {
  return { name: 'pax', type, body: Object.entries(records).map(paxRecord).join('') };
}

/** A long name as GNU tar writes it. */
export function gnuLongName(name: string): TarPart {
  return { name: '././@LongLink', type: 'L', magic: 'gnu', body: `${name}\0` };
}

function paxRecord([key, value]: [string, string]): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function entry(part: TarPart): Buffer {
  const body = Buffer.from(part.body ?? '');
  const header = Buffer.alloc(BLOCK);
  header.write(part.name, 0, 100);
  header.write('0000644\0', 100);
  putSize(header, part.size ?? body.length, part.isBinary ?? false);
  header.write(octal(part.modified ?? 0, 12), 136);
  header.write(part.type ?? '0', 156);
  header.write(part.link ?? '', 157, 100);
  const magic = { ustar: 'ustar\x0000', gnu: 'ustar  \0', none: '' }[part.magic ?? 'ustar'];
  header.write(magic, 257, 'latin1');
  header.write(part.prefix ?? '', 345, 155);
  header.write('        ', 148);
  const sum = header.reduce((all, byte) => all + byte, 0) + (part.isDamaged ? 1 : 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

function putSize(header: Buffer, size: number, isBinary: boolean): void {
  if (!isBinary) header.write(octal(size, 12), 124);
  else {
    header.writeUInt8(0x80, 124);
    header.writeUIntBE(size, 130, 6);
  }
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}
