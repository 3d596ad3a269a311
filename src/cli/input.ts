import { text } from 'node:stream/consumers';

/** All of standard input. */
export function readInput(): Promise<string> {
  return text(process.stdin);
}

/** Standard input line by line, without empty ones. */
export async function readLines(): Promise<string[]> {
  const all = await readInput();
  return all
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
