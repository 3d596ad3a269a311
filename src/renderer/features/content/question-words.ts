import type { KeyQuestion } from '../../../shared/model/import-effect.ts';

type Asked = Pick<KeyQuestion, 'before' | 'after'>;

/** What went and what came, as lists name the pair. */
export function nameOfQuestion({ before, after }: Asked): string {
  return `${before.key} ${after.key}`;
}

/** The title before and the one after; one alone where they are the same. */
export function titlesOf({ before, after }: Asked): string[] {
  return before.title === after.title ? [after.title] : [before.title, after.title];
}

/** `5f1e… → 92ab…`: the ids, without the source where both are of the same. */
export function describeIds({ before, after }: Asked): string {
  const source = after.key.slice(0, after.key.indexOf(':') + 1);
  const keys = [before.key, after.key];
  const isOfOne = keys.every((key) => key.startsWith(source));
  return keys.map((key) => (isOfOne ? key.slice(source.length) : key)).join(' → ');
}
