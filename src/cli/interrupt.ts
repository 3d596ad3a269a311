/** A command that a signal ended, cleanly. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Tells how to cancel what runs now; called at once when the signal has already come. */
export type OnSignal = (cancel: () => void) => void;

/**
 * Runs `work` so that Ctrl+C cancels it: the first signal calls what `work` gave to `onSignal`, a second one ends the
 * process at once. Rejects with Interrupted when the work failed after a signal.
 */
export async function cancelOnSignal<T>(
  message: string,
  work: (onSignal: OnSignal) => Promise<T>,
): Promise<T> {
  let exitCode = 0;
  let cancel: (() => void) | undefined;
  const handlers = SIGNALS.map(([signal, code]) => {
    function interrupt(): void {
      if (exitCode !== 0) process.exit(exitCode);
      exitCode = code;
      cancel?.();
    }
    process.on(signal, interrupt);
    return { signal, interrupt };
  });
  try {
    return await work((how) => {
      cancel = how;
      if (exitCode !== 0) how();
    });
  } catch (error) {
    throw exitCode === 0 ? error : new Interrupted(message, exitCode);
  } finally {
    for (const { signal, interrupt } of handlers) process.off(signal, interrupt);
  }
}
