import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Lines of one diff, and of all those of an import. */
const MOST_LINES = 400;
const MOST_LINES_OF_ALL = 50_000;
/** Lines that may come and go before two texts count as different ones: the time that a diff takes grows with its square. */
const MOST_EDITS = 800;
const LONGEST_LINE = 1000;
/** What is longer counts for several lines. */
const USUAL_LINE = 100;

/** Makes the diffs of one import, until there are too many. */
export class TextDiffs {
  /** Diffs that were left out. */
  leftOut = 0;
  #left = MOST_LINES_OF_ALL;

  /** A unified diff, bounded: what is cut says so in its last line, which begins with `\`. null when the import has too many already. */
  make(from: string, to: string, before: string, after: string): string | null {
    if (this.#left <= 0) {
      this.leftOut++;
      return null;
    }
    const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {
      context: 3,
      maxEditLength: MOST_EDITS,
      headerOptions: FILE_HEADERS_ONLY,
    });
    if (patch === undefined) {
      this.#left -= MOST_EDITS;
      return `\\ More than ${MOST_EDITS} lines differ. No diff was made.\n`;
    }
    const lines = patch.split('\n').slice(0, -1).map(shorten);
    const kept = lines.slice(0, MOST_LINES);
    this.#left -= Math.max(kept.length, kept.join('').length / USUAL_LINE);
    if (lines.length > kept.length)
      kept.push(`\\ ${lines.length - kept.length} more lines of this diff are not kept.`);
    return `${kept.join('\n')}\n`;
  }
}

function shorten(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, LONGEST_LINE)}… (${line.length - LONGEST_LINE} more characters)`;
}
