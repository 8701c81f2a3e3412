import type { Clock } from './clock.ts';

/** How a clock was set: ahead where it is positive. */
export interface ClockStep {
  readonly byMs: number;
  /** What the clock said before, as far as real time had gone on. */
  readonly expected: Date;
  /** What it says now. */
  readonly found: Date;
}

export interface ClockWatchParts {
  readonly clock: Clock;
  /** Time that goes on evenly, however clocks are set: `performance.now()`. */
  readonly monotonicMs: () => number;
  /** From how much on a difference is a step: less is a clock that is being brought into line, or a look that took long. */
  readonly leastStepMs: number;
  /** For how long it is said that the clock was set, unless it is set back before. */
  readonly sayForMs: number;
}

/**
 * Notices when a clock is set, ahead or back: between two looks it has gone on by something else than real time has. That a
 * machine slept looks the same. Which of the two times is right cannot be known from inside.
 */
export class ClockWatch {
  readonly #parts: ClockWatchParts;
  #seenMs: number;
  #realMs: number;
  #offMs = 0;
  #steppedAtRealMs = -Infinity;
  #last: ClockStep | undefined;

  constructor(parts: ClockWatchParts) {
    this.#parts = parts;
    this.#seenMs = parts.clock.now().getTime();
    this.#realMs = parts.monotonicMs();
  }

  /** By how much the clock has been set in all since this watch began; 0 once it has been set back. */
  get offMs(): number {
    return this.#offMs;
  }

  /** @returns the step since the last look; undefined where there was none. */
  look(): ClockStep | undefined {
    const { clock, monotonicMs, leastStepMs } = this.#parts;
    const realMs = monotonicMs();
    const found = clock.now();
    const expectedMs = this.#seenMs + (realMs - this.#realMs);
    [this.#seenMs, this.#realMs] = [found.getTime(), realMs];
    const byMs = Math.round(found.getTime() - expectedMs);
    if (Math.abs(byMs) < leastStepMs) return undefined;
    this.#offMs = Math.abs(this.#offMs + byMs) < leastStepMs ? 0 : this.#offMs + byMs;
    this.#steppedAtRealMs = realMs;
    this.#last = { byMs, expected: new Date(expectedMs), found };
    return this.#last;
  }

  /** The last step, while what it did may last: until it is set back, or has been said for long enough. */
  get current(): ClockStep | undefined {
    const saidForMs = this.#parts.monotonicMs() - this.#steppedAtRealMs;
    return this.#offMs === 0 || saidForMs > this.#parts.sayForMs ? undefined : this.#last;
  }
}
