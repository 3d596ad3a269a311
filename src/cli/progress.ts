import type { Client } from '../shared/client.ts';
import type { ImportProgress } from '../shared/model/content.ts';
import { formatThings, visible } from './table.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Shows an import's progress on one line of standard error, where that is a terminal. Answers how to end it. */
export function showProgress(client: Client): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  const unsubscribe = client.on('import.progress', showStep);
  return () => {
    unsubscribe();
    endSteps();
  };
}

/** Shows one step of some work on that line. */
export function showStep(step: Step): void {
  if (process.stderr.isTTY)
    process.stderr.write(CLEAR_LINE + describe(step).slice(0, (process.stderr.columns || 80) - 1));
}

/** Clears that line. */
export function endSteps(): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
}

type Step = Omit<ImportProgress, 'job' | 'problems'> & { problems?: number };

function describe({ phase, file, done, total, problems }: Step): string {
  const count = total === 0 ? String(done) : `${done} of ${total}`;
  const words = { scan: 'Looking', read: 'Reading', write: 'Writing' }[phase];
  const told = problems === undefined ? '' : `, ${formatThings(problems, 'problem')}`;
  return visible(`${words}: ${count}${told}  ${file}`);
}
