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

/** The typed client over a transport. Rejects with AppError. */
export function createClient(transport: Transport): Client {
  return {
    async call(name, input) {
      const answer = await transport.invoke(name, input);
      if (answer.ok) return answer.value as never;
      throw new AppError(answer.error.code, answer.error.message, answer.error.detail);
    },
    on(name, listener) {
      return transport.subscribe((event) => {
        if (event.name === name) listener(event.data as never);
      });
    },
  };
}
