/** What a window or tab keeps for itself until it is closed, also when its page is loaded again. */
export interface HasMemory {
  readonly sessionStorage?: Pick<Storage, 'getItem' | 'setItem'>;
}

export function remember(window: HasMemory, name: string, value: string): void {
  try {
    window.sessionStorage?.setItem(`bearing-${name}`, value);
  } catch {
    // Storage is switched off: it lasts until the page is loaded again.
  }
}

export function recall(window: HasMemory, name: string): string | null {
  try {
    return window.sessionStorage?.getItem(`bearing-${name}`) ?? null;
  } catch {
    return null;
  }
}
