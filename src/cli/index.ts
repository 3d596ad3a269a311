import { fileURLToPath } from 'node:url';
import { findInstallation } from './installation.ts';
import { endQuietlyWhenNobodyReads } from './output.ts';
import { run } from './run.ts';

endQuietlyWhenNobodyReads();
void run(process.argv.slice(2), findInstallation(fileURLToPath(import.meta.url))).then((code) => {
  // Not process.exit: what is still on its way to a pipe would be lost.
  process.exitCode = code;
});
