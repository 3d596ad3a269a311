// Marks one resource after another and prints each key only after the mark was acknowledged. Ends by being killed.
import { openWorkbench } from '../../src/core/workbench.ts';
import { readAnswer } from '../../src/shared/client.ts';

const [dataFolder = '', workerFile = '', organizationId = '', from = '0'] = process.argv.slice(2);
const workbench = openWorkbench({
  dataFolder,
  workerFile,
  holder: 'marker',
  author: 'Ada',
  version: '0.0.0',
});
const marks = ['planned', 'deployed', 'retired', 'not-applicable'] as const;
const { keys } = readAnswer<{ keys: string[] }>(
  await workbench.call('search.keys', { text: '', organizationId }),
);
for (let n = Number(from); ; n++) {
  const [key, mark] = [keys[n % keys.length], marks[Math.floor(n / keys.length) % marks.length]];
  const marked = await workbench.call('tracking.mark', { organizationId, keys: [key], mark });
  if (!marked.ok) throw new Error(marked.error.message);
  process.stdout.write(`${JSON.stringify({ n, key, mark })}\n`);
}
