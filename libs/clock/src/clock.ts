/** Where the time comes from: an argument, so that a test can say what time it is. */
export interface Clock {
  now(): Date;
}

/** The machine's own time. */
export class SystemClock implements Clock {
  now(): Date {
    // The one place that may read the machine's clock: see eslint.config.mjs.
    return new Date();
  }
}

/** A time that stands still until it is set: for tests, and for `HOMEWARD_CLOCK=manual`. */
export class ManualClock implements Clock {
  #now: Date;

  constructor(start: Date) {
    this.#now = start;
  }

  now(): Date {
    return this.#now;
  }

  set(now: Date): void {
    this.#now = now;
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}
