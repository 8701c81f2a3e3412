import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Instant } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import { LOGGER } from '../../parts.module.ts';
import { decideOutage } from './intake-outage.ts';
import { TechnicalAlertsService } from './technical-alerts.service.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const lookEveryMilliseconds = 2000;

/** Real time that only ever goes on, in milliseconds: `performance`, or a test's own. */
export interface MonotonicTime {
  now(): number;
}

export const MONOTONIC_TIME = Symbol('clinician monotonic time');

/**
 * Watches whether statuses of the intake go on coming. Every replica looks at what all of them know, and measures by itself
 * for how long that has not changed: neither a clock that jumps nor a partition that moves to another replica looks like an
 * outage. A replica that has just started waits for its time.
 */
@Injectable()
export class IntakeWatchService implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #seen: { readonly lastStatusAt: Instant | undefined; readonly atMilliseconds: number } | undefined;

  constructor(
    @Inject(MONOTONIC_TIME) private readonly time: MonotonicTime,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: TechnicalAlertsStore,
    private readonly technicalAlerts: TechnicalAlertsService,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.look()
        .catch((error: unknown) => {
          this.logger.warn({ event: 'intake-watch-failed', err: error }, 'The intake could not be watched');
        })
        .finally(() => {
          this.#looking = undefined;
        });
    }, lookEveryMilliseconds).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Looks once. */
  async look(): Promise<void> {
    const { lastStatusAt, isOpen } = await this.store.intake();
    const now = this.time.now();
    if (this.#seen === undefined || this.#seen.lastStatusAt !== lastStatusAt) {
      this.#seen = { lastStatusAt, atMilliseconds: now };
    }
    const silentForMilliseconds = now - this.#seen.atMilliseconds;
    const decision = decideOutage({ lastStatusAt, silentForMilliseconds, isOpen });
    if (decision.change === 'raise') await this.technicalAlerts.raiseOutage(decision.since);
  }
}
