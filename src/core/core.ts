import type { EventName, Events } from '../shared/events.ts';
import type { ReadableDB, WritableDB } from './db/sql.ts';

/** What the features work with. Made by workbench.ts, passed as their first argument. */
export interface Core {
  folder: string;
  version: string;
  /** What a person should know about how the folder was found, or null. */
  warning: string | null;
  /** Catalog with the ledger attached, for reading. */
  reader: ReadableDB;
  /** Throws not-supported when the workbench was opened for reading. */
  ledger(): WritableDB;
  /** Who makes entries now. */
  author(): string;
  now(): Date;
  emit<N extends EventName>(name: N, data: Events[N]): void;
}
