// Takes the latest import or restore back, over and over. Ends by being killed.
import { openWorkbench } from '../../src/core/workbench.ts';
import type { ImportSummary } from '../../src/shared/model/content.ts';
import { readAnswer } from '../../src/shared/client.ts';

const [dataFolder = '', workerFile = ''] = process.argv.slice(2);
const workbench = openWorkbench({
  dataFolder,
  workerFile,
  holder: 'restorer',
  author: 'Ada',
  version: '0.0.0',
});
process.stdout.write('open\n');
for (;;) {
  const [latest] = readAnswer<ImportSummary[]>(await workbench.call('content.imports', { limit: 1 }));
  const answer = await workbench.call('content.restore', { importId: latest?.id });
  if (!answer.ok) throw new Error(answer.error.message);
  process.stdout.write('restored\n');
}
