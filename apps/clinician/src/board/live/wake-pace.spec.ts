import fc from 'fast-check';
import type { Urgency } from '../../commands/live-changes/live-change.ts';
import { routineEveryMilliseconds, WakePace } from './wake-pace.ts';

/** Timers that end when the test says so. */
class Timers {
  #now = 0;
  readonly #set: { readonly at: number; readonly then: () => void }[] = [];

  readonly after = (milliseconds: number, then: () => void): void => {
    this.#set.push({ at: this.#now + milliseconds, then });
  };

  get now(): number {
    return this.#now;
  }

  pass(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const next = this.#set.findIndex(({ at }) => at <= until);
      if (next < 0) break;
      const [{ at, then } = { at: until, then: () => undefined }] = this.#set.splice(next, 1);
      this.#now = at;
      then();
    }
    this.#now = until;
  }
}

function paced() {
  const timers = new Timers();
  const wokenAt: number[] = [];
  const pace = new WakePace(() => wokenAt.push(timers.now), timers.after);
  return { timers, wokenAt, pace };
}

describe('the pace at which the live stream is read', () => {
  it('shows the first routine change after a quiet time at once, and those that follow together', () => {
    const { timers, wokenAt, pace } = paced();
    pace.appended('routine');
    for (let set = 0; set < 5; set += 1) {
      timers.pass(10);
      pace.appended('routine');
    }
    timers.pass(1_000);
    pace.appended('routine');
    expect(wokenAt).toEqual([0, routineEveryMilliseconds, 1_050]);
  });

  it('shows an alert at once, with the routine changes that were waiting', () => {
    const { timers, wokenAt, pace } = paced();
    pace.appended('routine');
    timers.pass(10);
    pace.appended('routine');
    timers.pass(10);
    pace.appended('at-once');
    timers.pass(1_000);
    expect(wokenAt).toEqual([0, 20]);
  });

  it('never leaves a change unseen for longer than its rest, an urgent one not at all', () => {
    const changes = fc.array(
      fc.record({ waits: fc.nat(150), urgency: fc.constantFrom<Urgency>('routine', 'at-once') }),
    );
    fc.assert(
      fc.property(changes, (all) => {
        const { timers, wokenAt, pace } = paced();
        const appended = all.map(({ waits, urgency }) => {
          timers.pass(waits);
          pace.appended(urgency);
          return { at: timers.now, bound: urgency === 'routine' ? routineEveryMilliseconds : 0 };
        });
        timers.pass(1_000);
        for (const { at, bound } of appended) {
          expect(wokenAt.some((woken) => woken >= at && woken <= at + bound)).toBe(true);
        }
      }),
    );
  });
});
