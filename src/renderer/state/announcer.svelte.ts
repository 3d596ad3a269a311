const LEAST_GAP_MS = 2000;

/** Speaks through one live region, at most every two seconds: of what comes faster only the newest is said. */
export class Announcer {
  #text = $state('');
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    if (this.#timer !== undefined) {
      this.#waiting = text;
      return;
    }
    this.#text = text;
    this.#timer = setTimeout(() => this.#next(), LEAST_GAP_MS);
  }

  #next(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) this.say(waiting);
    // An empty region lets the same sentence be said once more later.
    else this.#text = '';
  }
}
