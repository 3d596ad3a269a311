import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AttackRead } from '../sources/attack.ts';
import type { SnapshotFile } from '../sources/source.ts';
import type { ParsedSource, ParseTask } from './parse-source.ts';

/** More threads than this only wait for the one that writes. */
const MOST_THREADS = 3;

/** Files of ATT&CK, to be read. */
export interface AttackTask {
  attack: readonly SnapshotFile[];
}

/** What a thread of the pool answers. */
export type ParseAnswer = { ok: true; parsed: ParsedSource | AttackRead } | { ok: false; message: string };

interface Thread {
  worker: Worker;
  /** Ends when everything given to it so far has been answered. */
  last: Promise<unknown>;
  waiting: number;
}

/** Threads that read snapshots while another one writes. Started when first needed; to be closed. */
export class ParsePool {
  readonly #workerFile: string;
  readonly #threads: Thread[] = [];

  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  /** Reads a snapshot in the thread that has least to do. Rejects when the thread ends before it answers. */
  parse(task: ParseTask): Promise<ParsedSource>;
  parse(task: AttackTask): Promise<AttackRead>;
  parse(task: ParseTask | AttackTask): Promise<ParsedSource | AttackRead> {
    const thread = this.#choose();
    thread.waiting++;
    const answer = thread.last.then(() => ask(thread.worker, task)).finally(() => thread.waiting--);
    thread.last = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #choose(): Thread {
    const idle = this.#threads.find(({ waiting }) => waiting === 0);
    if (idle) return idle;
    if (this.#threads.length < Math.min(MOST_THREADS, os.cpus().length)) {
      const worker = new Worker(this.#workerFile, { workerData: { work: { type: 'parse' } } });
      const thread: Thread = { worker, last: Promise.resolve(), waiting: 0 };
      this.#threads.push(thread);
      return thread;
    }
    return this.#threads.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least));
  }
}

function ask(worker: Worker, task: ParseTask | AttackTask): Promise<ParsedSource | AttackRead> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      action();
    };
    const onMessage = (answer: ParseAnswer) =>
      settle(() => (answer.ok ? resolve(answer.parsed) : reject(new Error(answer.message))));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error('a thread that reads snapshots ended early')));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(task);
  });
}
