import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AttackRead } from '../sources/attack.ts';
import type { SnapshotFile } from '../sources/source.ts';
import { inOneBuffer } from './one-buffer.ts';
import type { ParseTask, SnapshotPart } from './parse-source.ts';
import { PartQueue } from './part-queue.ts';

/** More threads than this only wait for the one that writes. */
const MOST_THREADS = 3;

/** Files of ATT&CK, to be read. */
export interface AttackTask {
  attack: readonly SnapshotFile[];
}

/** What a thread of the pool says of the task that it has: parts, then the end. */
export type ParseMessage =
  { type: 'part'; part: SnapshotPart | AttackRead } | { type: 'end' } | { type: 'failed'; message: string };

type AnyQueue = PartQueue<SnapshotPart | AttackRead>;

interface Thread {
  worker: Worker;
  /** Of the tasks given to it that are not at their end, in order. */
  queues: AnyQueue[];
}

/** Threads that read snapshots while another one writes. Started when first needed; to be closed. */
export class ParsePool {
  /** How many snapshots can be read at one time, beside the thread that writes. */
  readonly size = Math.min(MOST_THREADS, Math.max(1, os.availableParallelism() - 1));
  readonly #workerFile: string;
  readonly #threads: Thread[] = [];
  #isClosed = false;

  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  /** Reads a snapshot in the thread that has least to do; its files' bytes go there. Throws, when asked for the next part, what ended the reading early. */
  parse({ files, ...task }: ParseTask): AsyncIterable<SnapshotPart> {
    const { buffer, arrays } = inOneBuffer(files.map(({ bytes }) => bytes));
    const moved = files.map((file, index) => ({ ...file, bytes: arrays[index] ?? file.bytes }));
    return this.#give({ ...task, files: moved }, [buffer]) as PartQueue<SnapshotPart>;
  }

  /** Reads files of ATT&CK. Rejects when the thread ends before it answers. */
  async parseAttack(task: AttackTask): Promise<AttackRead> {
    for await (const read of this.#give(task, [])) return read as AttackRead;
    throw new Error('a thread that reads ATT&CK said nothing');
  }

  /** What is given to it afterwards is refused: a thread begun then would never end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #give(task: ParseTask | AttackTask, transfer: ArrayBuffer[]): AnyQueue {
    if (this.#isClosed) throw new Error('the threads that read snapshots have been ended');
    const thread = this.#choose();
    const queue: AnyQueue = new PartQueue();
    thread.queues.push(queue);
    thread.worker.postMessage(task, transfer);
    return queue;
  }

  #choose(): Thread {
    const idle = this.#threads.find(({ queues }) => queues.length === 0);
    if (idle) return idle;
    if (this.#threads.length < this.size) return this.#start();
    return this.#threads.reduce((least, thread) =>
      thread.queues.length < least.queues.length ? thread : least,
    );
  }

  #start(): Thread {
    const worker = new Worker(this.#workerFile, {
      workerData: { work: { type: 'parse' } },
      resourceLimits: { maxYoungGenerationSizeMb: 32 },
    });
    const thread: Thread = { worker, queues: [] };
    worker.on('message', (message: ParseMessage) => hear(thread, message));
    worker.on('error', (error: Error) => endAll(thread, error));
    worker.on('exit', () => {
      this.#threads.splice(this.#threads.indexOf(thread), 1);
      endAll(thread, new Error('a thread that reads snapshots ended early'));
    });
    this.#threads.push(thread);
    return thread;
  }
}

function hear({ queues }: Thread, message: ParseMessage): void {
  if (message.type === 'part') queues[0]?.push(message.part);
  else queues.shift()?.end(message.type === 'end' ? null : new Error(message.message));
}

function endAll(thread: Thread, error: Error): void {
  for (const queue of thread.queues.splice(0)) queue.end(error);
}
