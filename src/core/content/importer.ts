import { Worker } from 'node:worker_threads';
import { AppError, type ErrorShape } from '../../shared/errors.ts';
import { JsonText } from '../../shared/json-text.ts';
import type { ImportResult } from '../../shared/model/content.ts';
import type { Core } from '../core.ts';
import { uuidv7 } from '../db/uuid.ts';
import type { WorkerMessage, WorkerTask } from './import-worker.ts';

/** Memory of one import, in MiB: far above what the largest one takes, so that a bad input ends in an error and not in swapping. */
const WORKER_HEAP = 1024;

type Done = Extract<WorkerMessage, { type: 'done' }>;

interface Job {
  id: string;
  cancel: Int32Array;
  ended: Promise<unknown>;
}

/** Runs imports in a worker thread, one at a time. */
export class Importer {
  readonly #core: Core;
  readonly #workerFile: string;
  #job: Job | null = null;

  constructor(core: Core, workerFile: string) {
    this.#core = core;
    this.#workerFile = workerFile;
  }

  get job(): string | null {
    return this.#job?.id ?? null;
  }

  /** Answers when all is written. Throws import-running, import-cancelled, import-failed, path-not-readable, disk-full; nothing is written then. */
  async run(work: WorkerTask['work']): Promise<JsonText<ImportResult>> {
    // Asking for the ledger refuses a workbench that was opened for reading.
    this.#core.ledger();
    if (this.#job)
      throw new AppError('import-running', 'Another import is running. Wait for it or cancel it.');
    const cancel = new SharedArrayBuffer(4);
    const id = uuidv7();
    const task: WorkerTask = {
      folder: this.#core.folder,
      workerFile: this.#workerFile,
      now: this.#core.now().toISOString(),
      version: this.#core.version,
      cancel,
      work,
    };
    const ended = this.#runWorker(id, task);
    this.#job = { id, cancel: new Int32Array(cancel), ended: ended.catch(() => undefined) };
    this.#core.emit('import.job', { job: id });
    try {
      const { isWritten, result } = await ended;
      if (isWritten) this.#core.emit('catalog.changed', {});
      return new JsonText(result);
    } finally {
      this.#job = null;
      this.#core.emit('import.job', { job: null });
    }
  }

  /** Asks the running import to give up; answers when it has ended. False when none runs. */
  async cancel(): Promise<boolean> {
    if (!this.#job) return false;
    Atomics.store(this.#job.cancel, 0, 1);
    await this.#job.ended;
    return true;
  }

  #runWorker(job: string, task: WorkerTask): Promise<Done> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#workerFile, {
        workerData: task,
        resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP, maxYoungGenerationSizeMb: 32 },
      });
      let done: Done | undefined;
      let failure: ErrorShape | undefined;
      worker.on('message', (message: WorkerMessage) => {
        if (message.type === 'progress') this.#core.emit('import.progress', { job, ...message.progress });
        else if (message.type === 'done') done = message;
        else failure = message.error;
      });
      worker.on('error', (error: Error) =>
        reject(new AppError('import-failed', `The import stopped: ${error.message}. Nothing was written.`)),
      );
      // Only when the thread has gone has it let go of the catalog.
      worker.on('exit', () => {
        if (done) resolve(done);
        else if (failure) reject(new AppError(failure.code, failure.message, failure.detail));
        else reject(new AppError('import-failed', 'The import stopped before its end. Nothing was written.'));
      });
    });
  }
}
