import { createHost } from '../../../../src/renderer/host/index.ts';
import type { Host } from '../../../../src/renderer/host/host.ts';
import type { ImportItem } from '../../../../src/shared/model/content.ts';

declare global {
  interface Window {
    host: Host;
    /** Names of the events so far. */
    events: string[];
    /** What the last drop gave: its items, or the message of its error. */
    dropped: Promise<ImportItem[]> | undefined;
  }
}

window.host = await createHost();
window.events = [];
window.host.transport.subscribe((event) => window.events.push(event.name));
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  if (event.dataTransfer !== null) window.dropped = window.host.dropImport(event.dataTransfer);
});
