import { useSyncExternalStore } from 'react';
import { serverClock } from './server-clock.ts';

const secondMs = 1000;

/** One timer for every clock on the page, so that all move at once; it runs only while there is one. */
class SecondHand {
  readonly #listeners = new Set<() => void>();
  #now = serverClock.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#move(), secondMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  /** The same from one movement to the next; not older than that where no clock was on the page before. */
  readonly now = (): number => {
    if (this.#timer === undefined && Math.abs(serverClock.now() - this.#now) >= secondMs) this.#now = serverClock.now();
    return this.#now;
  };

  #move(): void {
    this.#now = serverClock.now();
    for (const listener of this.#listeners) listener();
  }
}

const secondHand = new SecondHand();

/** The service's time in milliseconds since 1970, moving on every second. */
export const useSecond = (): number => useSyncExternalStore(secondHand.subscribe, secondHand.now);
