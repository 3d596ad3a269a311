import type { PreparedResource } from '../catalog/prepared-resource.ts';
import { SOURCE_READERS } from '../sources/readers.ts';
import type { SnapshotFile, SourceOptions, SourceProblem } from '../sources/source.ts';
import { inOneBuffer } from './one-buffer.ts';
import { prepareResource } from './prepare-resource.ts';

/** The files of one source's snapshot, to be read. */
export interface ParseTask {
  sourceId: string;
  files: readonly SnapshotBytes[];
  options: SourceOptions;
}

/** A file of a snapshot as it lies there. */
export interface SnapshotBytes {
  /** Below the repository's top folder, `/` between names. */
  path: string;
  bytes: Uint8Array;
}

/** Some of what a snapshot's files say. The problems come with the first part. */
export interface SnapshotPart {
  resources: PreparedResource[];
  problems: SourceProblem[];
}

/** Of the texts of one part, in bytes: little enough that making one and writing another go side by side. */
const PART_BYTES = 1024 * 1024;

/** Reads a snapshot's files and makes all that they hold ready to be written, part by part. */
export function* parseSource({ sourceId, files, options }: ParseTask): Generator<SnapshotPart, void, void> {
  const reader = SOURCE_READERS.find(({ id }) => id === sourceId);
  if (!reader) throw new Error(`nothing reads ${sourceId}`);
  const { texts, problems: undecoded } = decodeFiles(files);
  const { resources, problems } = reader.read(texts, options);
  let part: SnapshotPart = { resources: [], problems: [...undecoded, ...problems] };
  let bytes = 0;
  for (const resource of resources) {
    const prepared = prepareResource(resource);
    part.resources.push(prepared);
    bytes += prepared.indexed.text.length;
    if (bytes < PART_BYTES) continue;
    yield part;
    part = { resources: [], problems: [] };
    bytes = 0;
  }
  yield part;
}

/** A part's bytes in one buffer, for another thread. */
export function packPart(part: SnapshotPart): { part: SnapshotPart; buffer: ArrayBuffer } {
  const { buffer, arrays } = inOneBuffer(
    part.resources.flatMap(({ deflatedBody, indexed }) => [deflatedBody, indexed.text]),
  );
  const resources = part.resources.map((resource, index) => ({
    ...resource,
    deflatedBody: arrays[2 * index] ?? resource.deflatedBody,
    indexed: { ...resource.indexed, text: arrays[2 * index + 1] ?? resource.indexed.text },
  }));
  return { part: { ...part, resources }, buffer };
}

/** The files as text, without a byte order mark; one that is no text is a problem. */
export function decodeFiles(files: readonly SnapshotBytes[]): {
  texts: SnapshotFile[];
  problems: SourceProblem[];
} {
  const texts: SnapshotFile[] = [];
  const problems: SourceProblem[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const { path, bytes } of files) {
    try {
      texts.push({ path, text: decoder.decode(bytes) });
    } catch {
      problems.push({ path, line: null, code: 'invalid-utf8', message: 'Is no valid UTF-8 text. Not read.' });
    }
  }
  return { texts, problems };
}
