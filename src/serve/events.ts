import type { ServerResponse } from 'node:http';
import type { Workbench } from '../core/workbench.ts';
import { Refusal } from './refusal.ts';
import { COMMON_HEADERS } from './respond.ts';

const ALIVE = 20_000;
const STREAMS = 32;
/** A page that reads no more is let go; it connects again when it does. */
const BACKLOG = 4 * 1024 * 1024;

export interface EventStreams {
  /** Sends every event until the reader goes. Throws Refusal (429) when too many read. */
  open(response: ServerResponse): void;
  close(): void;
}

/** Server-sent events: one `data:` line of JSON an event, and a comment now and then that shows the line is alive. */
export function createEventStreams(workbench: Workbench): EventStreams {
  const streams = new Set<ServerResponse>();

  function send(text: string): void {
    for (const stream of streams) {
      if (stream.writableLength > BACKLOG) stream.destroy();
      else stream.write(text);
    }
  }

  const unsubscribe = workbench.subscribe((event) => send(`data: ${JSON.stringify(event)}\n\n`));
  const timer = setInterval(() => send(': alive\n\n'), ALIVE);
  timer.unref();

  return {
    open(response) {
      if (streams.size >= STREAMS) {
        throw new Refusal(429, 'internal', 'Too many pages of Bearing are open. Close some.');
      }
      response.writeHead(200, { ...COMMON_HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write(': open\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
    },
    close() {
      clearInterval(timer);
      unsubscribe();
      for (const stream of streams) stream.end();
    },
  };
}
