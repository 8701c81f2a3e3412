import type { Database } from '#libs/database';
import type { Timers } from '#libs/timers';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { forgetCanaryBefore } from './canary-history.store.ts';
import { ObservationSetsStore } from './observation-sets.store.ts';

const dayInMs = 86_400_000;
const everyMs = 3_600_000;

/**
 * For so long an observation set may come again: the log keeps it for a week, and a dead letter may bring it for a month.
 * After that its readings are known by their own ids, so even then it would change nothing.
 */
export const observationSetsKeptDays = 40;

/** For so long the canary's readings, which come every half minute, are kept. */
export const canaryKeptDays = 1;

/** Forgets what is kept only because it may come again, and what is no record of a patient, in small steps, on one replica at a time. */
export class RetentionService implements OnApplicationBootstrap {
  constructor(private readonly parts: { readonly database: Pick<Database, 'pool'>; readonly timers: Timers }) {}

  onApplicationBootstrap(): void {
    const { database, timers } = this.parts;
    timers.repeat({
      kind: 'forget-observation-sets',
      everyMilliseconds: everyMs,
      work: async (now) => {
        const before = new Date(now.getTime() - observationSetsKeptDays * dayInMs);
        await new ObservationSetsStore().forgetKnownBefore(database.pool, before);
      },
    });
    timers.repeat({
      kind: 'forget-canary',
      everyMilliseconds: everyMs,
      work: (now) => forgetCanaryBefore(database.pool, new Date(now.getTime() - canaryKeptDays * dayInMs)),
    });
  }
}
