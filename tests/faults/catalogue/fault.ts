import type { RunningHomeward } from '../running/running-homeward.ts';

/** What a fault is given to work with. */
export interface FaultSurroundings {
  readonly homeward: RunningHomeward;
  /** From 0 up to 1, by the seed of the run. */
  readonly random: () => number;
}

/** A fault that lasts. */
export interface LastingFault {
  /** Ends it. Resolves once it is over: a server that was killed is there again. */
  end(): Promise<void>;
  /** What else is wrong by the fault's own account, in words; asked after its end. */
  wrong?(): Promise<readonly string[]> | readonly string[];
}

/** One way in which a client, a server or a clock makes trouble. */
export interface Fault {
  /** As docs/faults.md and the table call it. */
  readonly name: string;
  /**
   * `outage`: nothing can arrive while it lasts, and alerts are due within 5 s of its end. `nuisance`: alerts of others
   * are due within 2 s all the while.
   */
  readonly kind: 'outage' | 'nuisance';
  /** Whether this Homeward can have it. */
  possible(homeward: RunningHomeward): boolean;
  /**
   * Names of readiness checks that fail while an outage lasts, one of them at least; that a process does not answer is
   * `<process> answers`. A nuisance leaves all of them in order.
   */
  readonly failing: RegExp | undefined;
  /** The metric, with its labels, that changes while it lasts; undefined where the process that would have it is not there. */
  readonly metric: RegExp | undefined;
  /** By how much it changes at least. @default anything */
  readonly metricChangesBy?: number;
  /** Where the metric is of a part of ours that a real server takes the place of. */
  readonly metricOn?: RunningHomeward['parts'];
  /** For how long after its end health may say that it is not over, in seconds. @default 60 */
  readonly settlesWithinSeconds?: number;
  begin(surroundings: FaultSurroundings): Promise<LastingFault>;
}

export const everywhere = (): boolean => true;

/** What a client does over and over until it is stopped; what one round fails with is for the next to find out. */
export function overAndOver(round: () => Promise<unknown>): LastingFault {
  const over = new AbortController();
  const going = (async () => {
    while (!over.signal.aborted) {
      await round().catch(() => undefined);
      // One that fails at once leaves others their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  return {
    end: async () => {
      over.abort();
      await going;
    },
  };
}
