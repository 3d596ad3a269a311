import { untrack } from 'svelte';
import { isInField, isPress, isSingle, type KeyPress } from './key-match.ts';

export interface KeyBinding {
  /** `Ctrl+K`, `/`, `Shift+ArrowDown`, `Alt+1`, `G O` (one after the other). Several for the same: `['J', 'ArrowDown']`. */
  keys: string | readonly string[];
  /** What it does, in a word or two, in the sheet and the status bar: `open`, `undo`. */
  label: string;
  /** Absent when the part that has the focus handles the key itself; it is only named then. */
  run?: (event: KeyboardEvent) => void;
  /** Caps to show instead of the first key's own, where it stands for others that are not listed: `['Alt', '1', '–', '9']`. */
  caps?: readonly string[];
  /** In the status bar it stands for its neighbours too: `J K row` for the next row and the one before. */
  bar?: { label: string; caps: readonly string[] };
  /** Stands in the status bar too, not in the sheet alone. */
  isShown?: boolean;
  /** Works while this is true. */
  when?: () => boolean;
}

export interface KeyScope {
  /** Head in the keys sheet: `Anywhere`, `Overview`. */
  name: string;
  bindings: readonly KeyBinding[];
  /** Nothing below works while it is there: a dialog. */
  isModal?: boolean;
}

/** A press with what the registry does to it. */
export interface KeyEvent extends KeyPress {
  defaultPrevented: boolean;
  isComposing: boolean;
  preventDefault(): void;
}

const SEQUENCE_MS = 1500;

/** All keys of the window in one place. The newest scope is asked first; `Esc` closes one layer at a time. */
export class Keys {
  #scopes = $state.raw<readonly KeyScope[]>([]);
  #layers: (() => boolean)[] = [];
  #areSinglesOn = $state(true);
  #pending = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether keys that type something work as shortcuts (a setting). Parts that handle their own keys ask this. */
  get areSinglesOn(): boolean {
    return this.#areSinglesOn;
  }

  set areSinglesOn(isOn: boolean) {
    this.#areSinglesOn = isOn;
  }

  /** The first key of a sequence that waits for its second. */
  get pending(): string | null {
    return this.#pending;
  }

  /** Newest first. */
  get scopes(): readonly KeyScope[] {
    return this.#scopes;
  }

  /** Registers a scope; call the answer to take it away. In a component: `$effect(() => keys.add({...}))`. */
  add(scope: KeyScope): () => void {
    // Called in effects, which must not run again because of what they write here.
    this.#scopes = [scope, ...untrack(() => this.#scopes)];
    return () => {
      this.#scopes = this.#scopes.filter((one) => one !== scope);
    };
  }

  /** Registers what `Esc` does next. `close` answers false when it had nothing to close; then the layer below is asked. */
  addLayer(close: () => boolean): () => void {
    this.#layers.push(close);
    return () => {
      this.#layers = this.#layers.filter((one) => one !== close);
    };
  }

  /** The bindings of the status bar. */
  get shown(): readonly KeyBinding[] {
    return this.#reachable().filter(
      (binding) => binding.isShown && (this.#areSinglesOn || !isSingle(firstKeys(binding))),
    );
  }

  /** Runs what the press means, if anything. */
  readonly handle = (event: KeyEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === 'Escape') {
      if (this.#close()) event.preventDefault();
      return;
    }
    const pending = this.#pending;
    this.#wait(null);
    const run = this.#find(event, pending);
    if (run) {
      event.preventDefault();
      run(event as unknown as KeyboardEvent);
    }
  };

  #close(): boolean {
    if (this.#pending !== null) {
      this.#wait(null);
      return true;
    }
    for (const close of [...this.#layers].reverse()) if (close()) return true;
    return false;
  }

  #find(event: KeyEvent, pending: string | null): KeyBinding['run'] | undefined {
    const isTyping = isInField(event.target);
    const isSingleAllowed = this.#areSinglesOn && !isTyping;
    for (const binding of this.#reachable()) {
      if (!binding.run || binding.when?.() === false) continue;
      for (const spec of [binding.keys].flat()) {
        const [first = '', second] = spec.split(' ');
        const isModified = /(?:Ctrl|Alt)\+/.test(first);
        if (isTyping && (!isModified || first === 'Ctrl+Z' || first === 'Ctrl+A')) continue;
        if (isSingle(spec) && !isSingleAllowed) continue;
        if (second === undefined) {
          if (pending === null && isPress(first, event)) return binding.run;
        } else if (pending === first) {
          if (isPress(second, event)) return binding.run;
        } else if (pending === null && isPress(first, event)) {
          return () => this.#wait(first);
        }
      }
    }
    return undefined;
  }

  #reachable(): KeyBinding[] {
    const bindings: KeyBinding[] = [];
    for (const scope of this.#scopes) {
      bindings.push(...scope.bindings);
      if (scope.isModal) break;
    }
    return bindings;
  }

  #wait(first: string | null): void {
    clearTimeout(this.#timer);
    this.#pending = first;
    if (first !== null) this.#timer = setTimeout(() => (this.#pending = null), SEQUENCE_MS);
  }
}

/** The key that stands for a binding where only one is shown. */
export function firstKeys(binding: KeyBinding): string {
  return typeof binding.keys === 'string' ? binding.keys : (binding.keys[0] ?? '');
}
