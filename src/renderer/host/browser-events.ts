import { readAnswer } from '../../shared/client.ts';
import type { AppEvent } from '../../shared/events.ts';
import type { AppInfo } from '../../shared/model/app-info.ts';
import type { Organization } from '../../shared/model/tracking.ts';
import type { AppError } from '../../shared/errors.ts';
import { hostLost, pageRefused, type Http } from './browser-http.ts';

type Listener = (event: AppEvent) => void;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;

export interface HostEvents {
  subscribe(listener: Listener): () => void;
  /** Says why no events come any more, and null when they do again. */
  onLost(listener: (error: AppError | null) => void): void;
}

/**
 * Events of the host, read by fetch because EventSource cannot send the token. The line is opened with the first
 * listener and opened again when it breaks; what was missed meanwhile is made up for by saying that all has changed.
 */
export function createEvents(http: Http): HostEvents {
  const listeners = new Set<Listener>();
  let isRunning = false;
  let tellLost: (error: AppError | null) => void = () => undefined;

  function emit(event: AppEvent): void {
    for (const listener of listeners) listener(event);
  }

  async function run(): Promise<void> {
    let wait = FIRST_WAIT;
    let isFirst = true;
    while (listeners.size > 0) {
      let isOpen = false;
      try {
        const response = await http.send('/api/events');
        if (response.status === 401) {
          tellLost(pageRefused());
          return;
        }
        if (response.ok && response.body !== null) {
          wait = FIRST_WAIT;
          isOpen = true;
          tellLost(null);
          if (!isFirst) void emitAllChanged(http, emit);
          isFirst = false;
          for await (const event of readEvents(response.body)) emit(event);
        }
      } catch {
        // A line that broke is opened once more; only when that fails the host has gone.
        if (!isOpen) tellLost(hostLost());
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (!isRunning) {
        isRunning = true;
        void run().finally(() => (isRunning = false));
      }
      return () => listeners.delete(listener);
    },
    onLost: (listener) => (tellLost = listener),
  };
}

/** Each `data:` line of JSON; comments and what is not complete yet are passed over. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<AppEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      if (part.startsWith('data: ')) yield JSON.parse(part.slice('data: '.length)) as AppEvent;
    }
  }
}

async function emitAllChanged(http: Http, emit: Listener): Promise<void> {
  emit({ name: 'catalog.changed', data: {} });
  emit({ name: 'settings.changed', data: {} });
  emit({ name: 'organizations.changed', data: {} });
  const organizations = await http.invoke('organizations.list', {});
  if (organizations.ok) {
    for (const { id } of readAnswer<Organization[]>(organizations)) {
      emit({ name: 'tracking.changed', data: { organizationId: id } });
    }
  }
  const info = await http.invoke('app.info', {});
  if (info.ok) emit({ name: 'import.job', data: { job: readAnswer<AppInfo>(info).job } });
}
