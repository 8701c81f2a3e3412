import type { Urgency } from '../../commands/live-changes/live-change.ts';

/** Less than a person notices. Each reading of the stream costs some ten statements, so it is to have more than a set or two to show. */
export const routineEveryMilliseconds = 100;

/**
 * Wakes at once for changes that are urgent, and for routine ones the first after a quiet time; those that follow wait for
 * each other, and are read along by whatever wakes meanwhile.
 */
export class WakePace {
  #resting = false;
  #wakesAfterRest = false;

  constructor(
    private readonly wake: () => void,
    private readonly after: (milliseconds: number, then: () => void) => void,
  ) {}

  appended(urgency: Urgency): void {
    if (urgency === 'routine' && this.#resting) {
      this.#wakesAfterRest = true;
      return;
    }
    this.#wakesAfterRest = false;
    this.wake();
    if (!this.#resting) this.#rest();
  }

  #rest(): void {
    this.#resting = true;
    this.after(routineEveryMilliseconds, () => {
      this.#resting = false;
      if (this.#wakesAfterRest) this.appended('routine');
    });
  }
}
