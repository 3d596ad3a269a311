/** `aside`: where lines stand, or a word about the text. */
type DiffLineKind = 'added' | 'removed' | 'same' | 'aside';

interface DiffLine {
  text: string;
  kind: DiffLineKind;
}

const KINDS: Record<string, DiffLineKind> = { '+': 'added', '-': 'removed', '@': 'aside', '\\': 'aside' };

/** The lines of a unified diff, by what they begin with. */
export function linesOf(diff: string): DiffLine[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .map((text, at) => ({ text, kind: isHead(text, at) ? 'aside' : (KINDS[text.charAt(0)] ?? 'same') }));
}

/** The two lines that name the texts. */
function isHead(text: string, at: number): boolean {
  return at < 2 && /^(---|\+\+\+) /.test(text);
}
