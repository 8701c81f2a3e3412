import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Outbox } from '#libs/outbox';
import type { Readiness } from '#libs/telemetry';
import type { Timers } from '#libs/timers';
import { type DatabaseDisk, DISK, OUTBOX, READINESS, SETTINGS, TIMERS } from '../parts.module.ts';
import type { ClinicianSettings } from '../settings.ts';
import { DeadLettersStore } from './dead-letters/dead-letters.store.ts';
import { IdempotencyKeysStore } from './idempotency/idempotency-keys.store.ts';
import { LiveChangesStore } from './live-changes/live-changes.store.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A request is sent again within minutes, or not at all. */
const idempotencyKeyDays = 2;

/** While the disk is nearly full, a live stream that broke longer ago than this fetches everything again. */
const liveHoursWhenNearlyFull = 1;

/** Starts and stops what goes on without a request: timers, the outbox, and the retention of this group's tables. */
@Injectable()
export class BackgroundWorkService implements OnApplicationBootstrap, OnModuleDestroy {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(TIMERS) private readonly timers: Timers,
    @Inject(OUTBOX) private readonly outbox: Outbox,
    @Inject(READINESS) readiness: Readiness,
    @Inject(SETTINGS) settings: ClinicianSettings,
    @Inject(DISK) disk: DatabaseDisk,
    live: LiveChangesStore,
    keys: IdempotencyKeysStore,
    deadLetters: DeadLettersStore,
  ) {
    // Reported, and no reason to take the console down with it.
    readiness.observe('clinician-timers', () => timers.check());
    timers.repeat({
      kind: 'retention-of-live-changes',
      everyMilliseconds: minuteMs / 2,
      work: (now) => {
        const most = disk.databaseNearlyFull === undefined ? settings.LIVE_KEEP_HOURS : liveHoursWhenNearlyFull;
        const hours = Math.min(settings.LIVE_KEEP_HOURS, most);
        return live.deleteOld(new Date(now.getTime() - hours * 60 * minuteMs), settings.LIVE_KEEP_EVENTS);
      },
    });
    timers.repeat({
      kind: 'retention-of-idempotency-keys',
      everyMilliseconds: 60 * minuteMs,
      work: (now) => keys.deleteBefore(new Date(now.getTime() - idempotencyKeyDays * dayMs)),
    });
    timers.repeat({
      kind: 'retention-of-dead-letters',
      everyMilliseconds: 60 * minuteMs,
      work: (now) => deadLetters.deleteBefore(new Date(now.getTime() - settings.DEAD_LETTER_KEEP_DAYS * dayMs)),
    });
  }

  onApplicationBootstrap(): void {
    this.timers.start();
    this.outbox.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.timers.stop();
    await this.outbox.stop();
  }
}
