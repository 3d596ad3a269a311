import type { SourceReader } from '../../src/core/sources/source.ts';

/** A reader that knows its repository by a folder and reads the files in it that end so. */
export function fakeReader(id: string, folder: string, ending: string): SourceReader {
  const isIn = (file: string) => file.startsWith(`${folder}/`) && file.endsWith(ending);
  return {
    id,
    isWhole: false,
    recognizes: (paths) => paths.some(isIn),
    selects: isIn,
    read: () => ({ resources: [], problems: [] }),
  };
}

/** As D3FEND's: its files may lie loose, or in a folder of its name. */
const exports: SourceReader = {
  ...fakeReader('d3fend', '', '.csv'),
  recognizes: (paths) => paths.some((file) => /^(?:d3fend\/)?d3fend\.csv$/.test(file)),
  selects: (file) => /(?:^|\/)d3fend\.csv$/.test(file),
};

export const FAKE_READERS: readonly SourceReader[] = [
  exports,
  fakeReader('sigma', 'rules', '.yml'),
  fakeReader('elastic', 'rules', '.toml'),
  fakeReader('atomic', 'atomics', '.yaml'),
];
