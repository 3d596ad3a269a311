import type { TrustedKey } from '../../../shared/model/pack.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Query } from '../../state/query.svelte.ts';

/** More than any key has: what is not one is not read whole. */
const MOST_BYTES = 65_536;

/** The keys whose packs are taken, and what is said to trust another. */
export class TrustedKeys {
  readonly #app: AppState;
  readonly list = new Query<TrustedKey[]>();

  constructor(app: AppState) {
    this.#app = app;
  }

  async load(): Promise<void> {
    await this.list.load(() => this.#app.client.call('keys.list', {}));
  }

  /** Trusts a public key in PEM. Throws AppError. */
  async add(name: string, publicKey: string): Promise<TrustedKey> {
    const key = await this.#app.client.call('keys.add', { name, publicKey });
    this.#app.toasts.show({ text: `Packs signed by ${key.name} are taken`, detail: `Key ${key.id}` });
    await this.load();
    return key;
  }

  /** Trusts a key no longer; the toast can trust it again. */
  async remove({ id, name, publicKey }: TrustedKey): Promise<void> {
    const done = await this.#app.attempt(() => this.#app.client.call('keys.remove', { id }));
    if (done)
      this.#app.toasts.show({
        text: `The key of ${name} is trusted no more`,
        detail: 'What was imported with it stays.',
        // No key does what its button does, and the way to it by keyboard is long.
        stays: true,
        action: {
          label: 'Trust it again',
          run: () => void this.#app.attempt(() => this.add(name, publicKey)),
        },
      });
    await this.load();
  }
}

/** The text of a chosen file, cut where no key goes on. */
export async function readKeyFile(file: Blob): Promise<string> {
  return (await file.slice(0, MOST_BYTES).text()).trim();
}

/** `northfield-content.pub` → `northfield-content`: a name to begin with. */
export function nameOfFile(fileName: string): string {
  return fileName.replace(/\.(?:pub|pem|key|txt)$/i, '');
}
