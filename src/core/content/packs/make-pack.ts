import path from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import type { MadePack, PackRequest } from '../../../shared/model/pack.ts';
import type { AttackDomain } from '../../../shared/model/attack.ts';
import { isActive } from '../../sources/attack-content.ts';
import { getAttackRecord, listPackedDomains } from './attack-records.ts';
import { CATALOG_FILE } from '../../db/data-folder.ts';
import { openForReading } from '../../db/open.ts';
import type { ReadableDB } from '../../db/sql.ts';
import { CONTENT_LIMITS } from '../limits.ts';
import { describePack } from './describe-pack.ts';
import { listDocumentRecords } from './document-records.ts';
import { checkPack, openPack, type OpenPack } from './open-pack.ts';
import {
  contentHash,
  isSameVersion,
  sha256Of,
  sizeOf,
  writePack,
  type ManifestPart,
  type PartSource,
} from './pack-format.ts';
import { signWith } from './pack-keys.ts';
import { readBase, writeRecords, type PackRecord } from './records.ts';
import { listProblems, listSnapshotRecords, listSnapshots } from './snapshot-records.ts';

/** What becomes a part of a pack. Its records are asked for one part after the other, since a catalog of all sources is large. */
interface PartContent {
  name: string;
  kind: ManifestPart['kind'];
  source: PartSource | null;
  list(): PackRecord[];
  count(records: readonly PackRecord[]): Record<string, number>;
}

interface WrittenPart {
  part: ManifestPart;
  packed: Buffer;
  carried: number;
}

const pack = promisify(deflateRaw);
const SMALLEST = 9;

/**
 * Makes a pack of what the catalog of a data folder holds at this moment; others may write meanwhile. The same content gives the same bytes.
 * Throws not-found when there is none of what is asked for, key-invalid, and for the base what openPack throws.
 */
export async function makePack(folder: string, madeWith: string, request: PackRequest): Promise<MadePack> {
  const { since, privateKey } = request;
  const sign = privateKey === null ? null : signWith(privateKey);
  const base = since === null ? null : openBase(since);
  const db = openForReading(path.join(folder, CATALOG_FILE));
  try {
    // What is read from here on is of one moment.
    db.exec('BEGIN');
    const contents = chooseContents(db, request.sources).sort((a, b) => (a.name < b.name ? -1 : 1));
    const written: WrittenPart[] = [];
    for (const content of contents) written.push(await writePart(content, base));
    const parts = written.map(({ part }) => part);
    refuseTooLarge(written);
    const manifest = { content: contentHash(parts), madeWith, since: base?.manifest.content ?? null, parts };
    const bytes = writePack(
      manifest,
      sign,
      written.map(({ packed }) => packed),
    );
    const carried = written.reduce((sum, one) => sum + one.carried, 0);
    // What this version could not read is never handed out.
    const { keyId, content, documents, sources } = describePack(checkPack(bytes, 'The new pack', null));
    return {
      bytes,
      sha256: sha256Of(bytes),
      content,
      since: manifest.since,
      keyId,
      documents,
      sources,
      carried,
    };
  } finally {
    db.close();
  }
}

function refuseTooLarge(written: readonly WrittenPart[]): void {
  const packed = written.reduce((sum, one) => sum + one.packed.length, CONTENT_LIMITS.packManifestBytes);
  const isTooLarge = written.some(({ part }) => part.raw.bytes > CONTENT_LIMITS.packPartBytes);
  if (packed <= CONTENT_LIMITS.packBytes && !isTooLarge) return;
  throw new AppError(
    'not-supported',
    'The catalog holds more than one pack takes. Make several, each of some sources: bearing pack --source SOURCE.',
  );
}

function openBase(file: string): OpenPack {
  const base = openPack(path.resolve(file), path.resolve(file), null);
  if (base.manifest.since === null) return base;
  throw new AppError(
    'pack-base-missing',
    `${file} holds only changes itself. Give --since the pack that it was made against, or another one made without --since.`,
    { file },
  );
}

/** A further kind of part is added here, and to what import-pack.ts reads. */
function chooseContents(db: ReadableDB, sources: readonly string[]): PartContent[] {
  const snapshots = listSnapshots(db);
  const unknown = sources.find((id) => !snapshots.some((snapshot) => snapshot.id === id));
  if (unknown !== undefined)
    throw new AppError(
      'not-found',
      `The catalog has no snapshot of ${unknown}; it has those of ${snapshots.map(({ id }) => id).join(', ') || 'no source'}. Import one, or leave it out.`,
    );
  if (sources.length > 0)
    return snapshots.filter(({ id }) => sources.includes(id)).map((source) => snapshotContent(db, source));
  const contents = snapshots.map((source) => snapshotContent(db, source));
  const documents = listDocumentRecords(db);
  if (documents.length > 0) contents.push(documentContent(documents));
  contents.push(...listPackedDomains(db).map((domain) => attackContent(db, domain)));
  if (contents.length > 0) return contents;
  throw new AppError(
    'not-found',
    'The catalog holds nothing to pack yet. Import snapshots or documents first.',
  );
}

function snapshotContent(db: ReadableDB, source: PartSource): PartContent {
  return {
    name: `snapshot-${source.id}`,
    kind: 'snapshot',
    source,
    list: () => listSnapshotRecords(db, source.id),
    count: (records) => ({ resources: records.length - 1, problems: listProblems(db, source.id).length }),
  };
}

function documentContent(records: PackRecord[]): PartContent {
  return {
    name: 'documents',
    kind: 'documents',
    source: null,
    list: () => records,
    count: ({ length }) => ({ documents: length }),
  };
}

function attackContent(db: ReadableDB, domain: AttackDomain): PartContent {
  const record = getAttackRecord(db, domain);
  return {
    name: `attack-${domain}`,
    kind: 'attack',
    source: null,
    list: () => (record ? [record] : []),
    count: () => ({ techniques: record?.content.techniques.filter(isActive).length ?? 0 }),
  };
}

async function writePart(content: PartContent, base: OpenPack | null): Promise<WrittenPart> {
  const { name, kind, source } = content;
  const records = content.list();
  const old = base?.manifest.parts.find((one) => one.name === name && one.kind === kind);
  const { sha256, raw, carried } = writeRecords(records, base && old ? readBase(base, old) : null);
  // A catalog may hold more documents than the base, so which ones are meant is always said. A later commit with the same records has to be told, too.
  const isSame = source !== null && old?.sha256 === sha256 && isSameVersion(source, old.source);
  const carries = isSame ? 'nothing' : old ? 'changes' : 'all';
  const said = isSame ? Buffer.alloc(0) : raw;
  const packed = isSame ? said : await pack(said, { level: SMALLEST });
  const counts = content.count(records);
  const part = {
    name,
    kind,
    counts,
    sha256,
    source,
    carries,
    raw: sizeOf(said),
    packed: sizeOf(packed),
  } as const;
  return { part, packed, carried: isSame ? 0 : carried };
}
