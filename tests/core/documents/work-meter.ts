/** How much was done to strings while `run` ran: calls, and characters that they looked at. No clock is asked. */
export interface Work {
  calls: number;
  characters: number;
}

type Method = (this: unknown, ...input: unknown[]) => unknown;

const SEARCHES = [
  'indexOf',
  'lastIndexOf',
  'includes',
  'startsWith',
  'endsWith',
  'search',
  'slice',
  'trim',
  'trimEnd',
];
const CHANGES = ['replace', 'replaceAll', 'split', 'normalize', 'toLowerCase', 'match'];
// Not `exec`: once it is replaced, `replace` and `search` go through it and are counted twice.
const PATTERNS = ['test'];

/** Counts through the built-in methods, whose place the counting ones take meanwhile. */
export function measureWork(run: () => void): Work {
  const work: Work = { calls: 0, characters: 0 };
  const restore = [
    ...[...SEARCHES, ...CHANGES].map((name) => meter(String.prototype, name, work, costOfString)),
    ...PATTERNS.map((name) => meter(RegExp.prototype, name, work, (_, [text]) => String(text).length)),
  ];
  try {
    run();
  } finally {
    for (const undo of restore) undo();
  }
  return work;
}

type Cost = (self: unknown, input: unknown[], output: unknown, name: string) => number;

function meter(owner: object, name: string, work: Work, cost: Cost): () => void {
  const original = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function (this: unknown, ...input: unknown[]) {
    const output = original.apply(this, input);
    work.calls += 1;
    work.characters += cost(this, input, output, name);
    return output;
  });
  return () => void Reflect.set(owner, name, original);
}

/** What was looked at or copied; a search stops where it finds. */
function costOfString(self: unknown, input: unknown[], output: unknown, name: string): number {
  const { length } = String(self);
  if (name === 'slice') return String(output).length;
  if (name === 'startsWith' || name === 'endsWith') return Math.min(String(input[0]).length, length);
  const from = typeof input[1] === 'number' ? input[1] : 0;
  const found = typeof output === 'number' ? output : -1;
  if (name === 'indexOf') return Math.max(0, (found === -1 ? length : found) - from);
  if (name === 'lastIndexOf')
    return (input[1] === undefined ? length : Math.min(from, length)) - Math.max(found, 0);
  if (name === 'includes') return Math.max(0, length - from);
  return length;
}
