// Imports a folder. Ends by being killed, or when it is done.
import { openWorkbench } from '../../src/core/workbench.ts';

const [dataFolder = '', workerFile = '', documents = ''] = process.argv.slice(2);
const workbench = openWorkbench({
  dataFolder,
  workerFile,
  holder: 'importer',
  author: 'Ada',
  version: '0.0.0',
});
workbench.subscribe((event) => {
  if (event.name === 'import.progress' && 'phase' in event.data)
    process.stdout.write(`${event.data.phase}\n`);
});
process.stdout.write('open\n');
const answer = await workbench.call('content.import', { items: [{ path: documents }] });
if (!answer.ok) throw new Error(answer.error.message);
await workbench.close();
process.stdout.write('done\n');
