const STAY_MS = 6000;

export interface ToastAction {
  label: string;
  /** Shown as key caps: `Ctrl+Z`. */
  keys?: string;
  run: () => void;
}

export interface ToastContent {
  text: string;
  /** Second line, for what to do next. */
  detail?: string;
  isProblem?: boolean;
  action?: ToastAction;
  /** Stays until it is closed. */
  stays?: boolean;
}

export interface Toast extends ToastContent {
  id: number;
}

/** Short messages at the lower edge. Each goes after six seconds, but not while it is pointed at or focused. */
export class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;

  /** Oldest first. */
  get list(): readonly Toast[] {
    return this.#list;
  }

  /** Shows one and answers its id. At most three are shown; the oldest makes room. */
  show(content: ToastContent): number {
    const toast = { ...content, id: this.#next++ };
    for (const old of this.#list.slice(0, -2)) this.close(old.id);
    this.#list = [...this.#list, toast];
    this.release(toast.id);
    return toast.id;
  }

  close(id: number): void {
    this.hold(id);
    this.#list = this.#list.filter((toast) => toast.id !== id);
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
