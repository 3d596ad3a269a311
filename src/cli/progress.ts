import type { Client } from '../shared/client.ts';
import type { ImportProgress } from '../shared/model/content.ts';
import { visible } from './table.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Shows an import's progress on one line of standard error, where that is a terminal. Answers how to end it. */
export function showProgress(client: Client): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  const unsubscribe = client.on('import.progress', (progress) => {
    process.stderr.write(CLEAR_LINE + describe(progress).slice(0, (process.stderr.columns || 80) - 1));
  });
  return () => {
    unsubscribe();
    process.stderr.write(CLEAR_LINE);
  };
}

function describe({ phase, file, done, total, problems }: ImportProgress): string {
  const count = total === 0 ? String(done) : `${done} of ${total}`;
  const words = { scan: 'Looking', read: 'Reading', write: 'Writing' }[phase];
  return visible(`${words}: ${count}, ${problems} problem${problems === 1 ? '' : 's'}  ${file}`);
}
