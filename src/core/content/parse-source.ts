import type { PreparedResource } from '../catalog/prepared-resource.ts';
import { SOURCE_READERS } from '../sources/readers.ts';
import { prepareResource } from './prepare-resource.ts';
import type { SnapshotFile, SourceOptions, SourceProblem } from '../sources/source.ts';

/** The files of one source's snapshot, to be read. */
export interface ParseTask {
  sourceId: string;
  files: readonly SnapshotFile[];
  options: SourceOptions;
}

export interface ParsedSource {
  resources: PreparedResource[];
  problems: SourceProblem[];
}

/** Reads a snapshot's files and makes all that they hold ready to be written. */
export function parseSource({ sourceId, files, options }: ParseTask): ParsedSource {
  const reader = SOURCE_READERS.find(({ id }) => id === sourceId);
  if (!reader) throw new Error(`nothing reads ${sourceId}`);
  const { resources, problems } = reader.read(files, options);
  return { resources: resources.map(prepareResource), problems };
}
