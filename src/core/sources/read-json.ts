import { UnreadableText } from './read-yaml.ts';

/** The value of a JSON text, however deep. Throws UnreadableText. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UnreadableText('Is no valid JSON.', lineOf(text, error.message));
  }
}

/** V8 says `… at position 12` or, for a text that breaks off, no place at all: then it is the last line. */
function lineOf(text: string, reason: string): number {
  const position = /\bposition (\d+)/.exec(reason)?.[1];
  return text.slice(0, Number(position ?? text.length)).split('\n').length;
}
