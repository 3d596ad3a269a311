import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { all, get, sql, type Query, type ReadableDB } from '../../db/sql.ts';
import { DOCUMENT_LIMIT, inputProblem, tooLarge, type InputFile } from '../input.ts';
import { sha256Of } from './pack-format.ts';
import { byKey, type PackRecord } from './records.ts';

/** A technique document. The key is its technique's id. */
interface DocumentRecord extends PackRecord {
  /** Below the folder or archive that it came from. */
  file: string;
  /** As the catalog keeps it: line ends are LF, and there is no byte order mark. */
  text: string;
  /** How the bytes were otherwise: what the document's hash is of. */
  hasMark: boolean;
  hasCrLf: boolean;
}

const document = v.strictObject({
  key: v.string(),
  file: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  text: v.string(),
  hasMark: v.boolean(),
  hasCrLf: v.boolean(),
});

interface DocumentRow {
  technique_id: string;
  file: string;
  root: string | null;
  sha256: string;
  deflated: Uint8Array;
}

export function listDocumentRecords(db: ReadableDB): PackRecord[] {
  return all<DocumentRow>(db, selectDocuments(sql`1`))
    .map(toRecord)
    .sort(byKey);
}

export function getDocumentRecord(db: ReadableDB, techniqueId: string): PackRecord | undefined {
  const row = get<DocumentRow>(db, selectDocuments(sql`technique_id = ${techniqueId}`));
  return row && toRecord(row);
}

/** The document of a record as a file to read, under the pack's name; null when it is no record of a document. */
export function toInputFile(record: PackRecord, pack: string): InputFile | null {
  const checked = v.safeParse(document, record);
  if (!checked.success) return null;
  const file = `${pack}/${checked.output.file}`;
  return {
    file,
    root: pack,
    read: () => {
      const bytes = bytesOf(checked.output);
      const isTooLarge = bytes.length > DOCUMENT_LIMIT.bytes;
      return Promise.resolve(
        isTooLarge ? inputProblem(file, 'file-too-large', tooLarge(bytes.length, DOCUMENT_LIMIT)) : bytes,
      );
    },
  };
}

function selectDocuments(where: Query): Query {
  return sql`SELECT technique_id, file, root, sha256, deflated FROM documents WHERE ${where}`;
}

function toRecord({ technique_id: key, file, root, sha256, deflated }: DocumentRow): DocumentRecord {
  const written = { key, file: below(root, file), text: inflateRawSync(deflated).toString('utf8') };
  const forms = [false, true].flatMap((hasMark) => [false, true].map((hasCrLf) => ({ hasMark, hasCrLf })));
  // Line ends that are mixed cannot be told any more: such a document has another hash where it is imported.
  const form = forms.find((one) => sha256Of(bytesOf({ ...written, ...one })) === sha256);
  return { ...written, ...(form ?? { hasMark: false, hasCrLf: false }) };
}

/** The bytes as they were before they were decoded (documents/decode.ts). */
function bytesOf({ text, hasMark, hasCrLf }: Pick<DocumentRecord, 'text' | 'hasMark' | 'hasCrLf'>): Buffer {
  return Buffer.from(`${hasMark ? '\ufeff' : ''}${hasCrLf ? text.replaceAll('\n', '\r\n') : text}`);
}

/** Without the folders above what was chosen: those are nobody's business. */
function below(root: string | null, file: string): string {
  const isBelow = root !== null && file.startsWith(root) && /^[\\/]./.test(file.slice(root.length));
  return (isBelow ? file.slice(root.length + 1) : path.basename(file)).replaceAll('\\', '/');
}
