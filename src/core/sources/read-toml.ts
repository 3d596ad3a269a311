import { parse, TomlError } from 'smol-toml';
import { UnreadableText } from './read-yaml.ts';

/** The table of a TOML text. Throws UnreadableText. */
export function readToml(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new UnreadableText(
      `Is no valid TOML: ${reason.replace(/^Invalid TOML document: /, '')}.`,
      error.line,
    );
  }
}
