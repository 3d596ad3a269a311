import type { CallInput, CallName, CallOutput } from './contract.ts';
import { AppError, type Answer } from './errors.ts';
import type { AppEvent, EventName, Events } from './events.ts';

/** The two functions that a host supplies. All else of the client is the same everywhere. */
export interface Transport {
  invoke(name: string, input: unknown): Promise<Answer>;
  /** Every event, until the function that it answers is called. */
  subscribe(listener: (event: AppEvent) => void): () => void;
}

export interface Client {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  on<N extends EventName>(name: N, listener: (data: Events[N]) => void): () => void;
}

/** The value of an answer. Throws the AppError that it tells instead. */
export function readAnswer<T>(answer: Answer): T {
  if (answer.ok)
    return ('json' in answer ? JSON.parse(new TextDecoder().decode(answer.json)) : answer.value) as T;
  throw new AppError(answer.error.code, answer.error.message, answer.error.detail);
}

/** The typed client over a transport. Rejects with AppError. */
export function createClient(transport: Transport): Client {
  return {
    async call(name, input) {
      return readAnswer(await transport.invoke(name, input));
    },
    on(name, listener) {
      return transport.subscribe((event) => {
        if (event.name === name) listener(event.data as never);
      });
    },
  };
}
