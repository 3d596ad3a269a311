import { untrack } from 'svelte';

const STAY_MS = 6000;

export interface ToastAction {
  label: string;
  /** Shown as key caps: `Ctrl+Z`. */
  keys?: string;
  run: () => void;
}

/** What a person did, as the history names it. */
export interface UndoableAction {
  organizationId: string;
  actionId: string;
}

export interface ToastContent {
  text: string;
  /** Second line, for what to do next. */
  detail?: string;
  isProblem?: boolean;
  action?: ToastAction;
  /** What its button takes back; the toast goes when that was taken back in another way. */
  undoes?: UndoableAction;
  /** Stays until it is closed. */
  stays?: boolean;
}

export interface Toast extends ToastContent {
  id: number;
}

/** Short messages at the lower edge. Each goes after six seconds, but not while it is pointed at or focused. */
export class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  /** Oldest first. */
  #places = $state.raw<readonly object[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;

  /** Oldest first. */
  get list(): readonly Toast[] {
    return this.#list;
  }

  /** Shows one and answers its id. At most three are shown; the oldest makes room. */
  show(content: ToastContent): number {
    const toast = { ...content, id: this.#next++ };
    if (content.action?.keys !== undefined) this.forgetKeys();
    for (const old of this.#list.slice(0, -2)) this.close(old.id);
    this.#list = [...this.#list, toast];
    this.release(toast.id);
    return toast.id;
  }

  /** Registers a place that can show them, the page or a dialog over it; call the answer to take it away. */
  addPlace(place: object): () => void {
    // Called in effects, which must not run again because of what they write here.
    this.#places = [...untrack(() => this.#places), place];
    return () => {
      this.#places = this.#places.filter((one) => one !== place);
    };
  }

  /** They show in the newest place alone: what is behind an open dialog takes neither pointer nor keys. */
  isShownIn(place: object): boolean {
    return this.#places.at(-1) === place;
  }

  close(id: number): void {
    this.hold(id);
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }

  /** Closes the toast of an action that was taken back. */
  closeUndone(actionId: string): void {
    for (const toast of this.#list) if (toast.undoes?.actionId === actionId) this.close(toast.id);
  }

  /** Takes the key caps away: the keys would do something else now. */
  forgetKeys(): void {
    this.#list = this.#list.map((toast) =>
      toast.action?.keys === undefined
        ? toast
        : { ...toast, action: { label: toast.action.label, run: toast.action.run } },
    );
  }

  /** Stops its clock. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Starts its clock anew. */
  release(id: number): void {
    this.hold(id);
    const toast = this.#list.find((one) => one.id === id);
    if (!toast || toast.stays) return;
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), STAY_MS),
    );
  }
}
