import { createHash } from 'node:crypto';
import { canonicalJson } from '../../db/canonical-json.ts';
import { CONTENT_LIMITS } from '../limits.ts';
import type { OpenPack } from './open-pack.ts';
import { sha256Of, type ManifestPart } from './pack-format.ts';
import { baseMissing, invalid } from './refuse.ts';

/**
 * What parts are made of: a line of canonical JSON each, in order of the keys, each key once. In a delta a line that is the key alone stands
 * for the record as the base has it.
 */
export interface PackRecord {
  key: string;
}

const LF = 0x0a;

/** Hash of each record's line, by key. */
export type BaseRecords = ReadonlyMap<string, string>;

export function byKey(a: PackRecord, b: PackRecord): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Hash over all records, as a part has it. */
export function hashRecords(records: Iterable<PackRecord>): string {
  const hash = createHash('sha256');
  for (const record of records) hash.update(recordLine(record));
  return hash.digest('hex');
}

/** The lines that carry records: all, or against a base only those that it has otherwise. */
export function writeRecords(
  records: Iterable<PackRecord>,
  base: BaseRecords | null,
): { sha256: string; raw: Buffer; carried: number } {
  const hash = createHash('sha256');
  const lines: string[] = [];
  let carried = 0;
  for (const record of records) {
    const line = recordLine(record);
    hash.update(line);
    const isSame = base?.get(record.key) === sha256Of(line);
    lines.push(isSame ? `${JSON.stringify(record.key)}\n` : line);
    if (!isSame) carried++;
  }
  return { sha256: hash.digest('hex'), raw: Buffer.from(lines.join('')), carried };
}

/** What a whole pack says of a part, to make a delta against it. */
export function readBase(pack: OpenPack, part: ManifestPart): BaseRecords {
  const records = new Map<string, string>();
  for (const record of readRecords(pack, part, () => undefined))
    records.set(record.key, sha256Of(recordLine(record)));
  return records;
}

/**
 * The records of a part, those that it only names taken from `known`. Throws when the last one has been taken and they are not, all together,
 * what the manifest says: pack-invalid, or for a delta pack-base-missing.
 */
export function* readRecords(
  pack: OpenPack,
  part: ManifestPart,
  known: (key: string) => PackRecord | undefined,
): Generator<PackRecord> {
  const hash = createHash('sha256');
  const wrong = (what: string) => invalid(pack.file, `its part ${part.name} ${what}`);
  const missing = (what: string) => baseMissing(pack.file, pack.manifest.since, what);
  let last: string | null = null;
  for (const line of linesOf(pack.unpack(part), wrong)) {
    const said = parseLine(line);
    if (typeof said === 'string' && part.carries !== 'changes')
      throw wrong('names a record and does not hold it');
    const record = typeof said === 'string' ? known(said) : said;
    if (record === undefined) throw missing('a record that it names is not in the catalog');
    if (record === null) throw wrong('holds a line that is no record');
    if (last !== null && record.key <= last) throw wrong('is not in order');
    last = record.key;
    hash.update(typeof said === 'string' ? recordLine(record) : `${line}\n`);
    yield record;
  }
  if (hash.digest('hex') === part.sha256) return;
  throw part.carries === 'changes'
    ? missing(`the catalog has other records of ${part.name}`)
    : wrong('holds other records than its list of contents says');
}

function recordLine(record: PackRecord): string {
  return `${canonicalJson(record)}\n`;
}

/** A record, or the key of one; null for what is neither. */
function parseLine(line: string): PackRecord | string | null {
  try {
    const value = JSON.parse(line) as unknown;
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) return null;
    return 'key' in value && typeof value.key === 'string' ? (value as PackRecord) : null;
  } catch {
    return null;
  }
}

function* linesOf(raw: Buffer, wrong: (what: string) => Error): Generator<string> {
  let count = 0;
  for (let start = 0; start < raw.length;) {
    const end = raw.indexOf(LF, start);
    if (end === -1) throw wrong('does not end with a whole line');
    if (end - start > CONTENT_LIMITS.packRecordBytes || ++count > CONTENT_LIMITS.packRecords)
      throw wrong('has more or larger records than Bearing takes');
    yield raw.toString('utf8', start, end);
    start = end + 1;
  }
}
