import { isFields } from './fields.ts';
import type { Fields } from './fields.ts';
import { mendQuotedTexts } from './mend-yaml.ts';
import { readToml } from './read-toml.ts';
import { readYaml, UnreadableText } from './read-yaml.ts';
import type { SnapshotFile, SourceProblem } from './source.ts';

/** The largest rule of the four repositories, a list of vulnerable drivers, has 295,000. */
export const MAX_RULE_CHARACTERS = 1024 * 1024;

/** The tables at the top of a file's documents; null, and a problem, when it cannot be read. */
export function readTables(
  file: SnapshotFile,
  language: 'yaml' | 'toml',
  problems: SourceProblem[],
): Fields[] | null {
  const { path } = file;
  if (file.text.length > MAX_RULE_CHARACTERS) {
    const [size, most] = [file.text.length, MAX_RULE_CHARACTERS].map((count) => count.toLocaleString('en'));
    const message = `Has ${size} characters; a rule has at most ${most}. Nothing of this file is read.`;
    problems.push({ path, line: null, code: 'file-too-large', message });
    return null;
  }
  // Decoded text has no byte order mark, but a parser that meets one all the same must not stumble.
  const text = file.text.replace(/^\ufeff/, '');
  try {
    return (language === 'toml' ? [readToml(text)] : readYaml(text)).filter(isFields);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const tables = language === 'yaml' ? readMended(text) : null;
    const code = tables ? 'yaml-mended' : 'unreadable';
    const done = tables
      ? 'A quoted text goes on over lines that are not indented; read as if they were.'
      : 'Nothing of this file is read.';
    problems.push({ path, line: error.line, code, message: `${error.message} ${done}` });
    return tables;
  }
}

function readMended(text: string): Fields[] | null {
  const mended = mendQuotedTexts(text);
  if (mended === null) return null;
  try {
    return readYaml(mended).filter(isFields);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    return null;
  }
}
