import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { type AlertingHealth, type AuditorFindings, type CoverFindings, instant, type Instant } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import { Gauge, type Registry } from 'prom-client';
import { CLOCK, LOGGER, METRICS, SETTINGS } from '../../parts.module.ts';
import type { CanaryArrival, CanaryStream } from '../../record/canary/canary-arrival.ts';
import { CanaryArrivalsService } from '../../record/canary/canary-arrivals.service.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { MONOTONIC_TIME, type MonotonicTime } from '../technical-alerts/intake-watch.service.ts';
import { outageMessage } from './alerting-outage.ts';
import { ageMs, canaryHealth, type CanaryWatch, startWatch, wasDownAtStart, watchAfter } from './canary-watch.ts';
import { OperationsMessagesService } from './operations-messages.service.ts';

const streams = ['signals', 'scores'] as const;
const mostBetweenLooksMs = 1000;

/**
 * Knows whether alerts arrive. Every process looks at what all of them know of the canary, and measures by its own clock
 * for how long that has not changed, so neither a clock that jumps nor a partition that moves looks like an outage. What it
 * knows is in memory: where the database cannot be read nothing changes, and alerting is said to be down as it is.
 */
@Injectable()
export class AlertingHealthService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #listeners: ((health: AlertingHealth) => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #watch: CanaryWatch;
  #arrivals: ReadonlyMap<CanaryStream, CanaryArrival> | undefined;
  /** Since when alerts do not arrive, where this process or one before it has found so. */
  #outageSince: Instant | undefined;
  #auditor: () => AuditorFindings | null = () => null;
  #cover: () => CoverFindings | null = () => null;

  constructor(
    @Inject(MONOTONIC_TIME) private readonly time: MonotonicTime,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) metrics: Registry,
    @Inject(SETTINGS) { CANARY_SECONDS }: ClinicianSettings,
    private readonly canary: CanaryArrivalsService,
    private readonly operations: OperationsMessagesService,
  ) {
    this.#watch = startWatch(CANARY_SECONDS * 1000, this.#now());
    if (CANARY_SECONDS > 0) this.#measure(metrics);
  }

  onApplicationBootstrap(): void {
    const { intervalMs } = this.#watch;
    if (intervalMs === 0) return;
    this.#watch = startWatch(intervalMs, this.#now());
    const look = (): void => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
    };
    // What is there already was not seen to come.
    look();
    this.#timer = setInterval(
      () => {
        look();
        // Never behind a database that does not answer.
        this.#letTimePass();
      },
      Math.min(mostBetweenLooksMs, intervalMs / 10),
    ).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  health(): AlertingHealth {
    return { canary: canaryHealth(this.#watch, this.time.now()), auditor: this.#auditor(), cover: this.#cover() };
  }

  /** Calls back whenever the state of the canary is another. */
  onChange(listener: (health: AlertingHealth) => void): void {
    this.#listeners.push(listener);
  }

  /** Has the findings of the auditor asked for with each answer: from memory, since the database may be away. */
  addAuditor(findings: () => AuditorFindings | null): void {
    this.#auditor = findings;
  }

  /** Has what is wrong with the cover asked for with each answer: from memory, since the database may be away. */
  addCover(findings: () => CoverFindings | null): void {
    this.#cover = findings;
  }

  async #look(): Promise<void> {
    try {
      this.#take(await this.canary.last());
    } catch (error) {
      this.logger.warn({ event: 'canary-watch-failed', err: error }, 'The arrivals of the canary could not be read');
    }
  }

  #take(arrivals: ReadonlyMap<CanaryStream, CanaryArrival>): void {
    const before = this.#arrivals;
    this.#arrivals = arrivals;
    const lastAt = oldest(arrivals);
    if (before === undefined) {
      const { startedAt, intervalMs } = this.#watch;
      if (lastAt !== null && wasDownAtStart(lastAt, startedAt, intervalMs)) this.#outageSince ??= lastAt;
      this.#watch = { ...this.#watch, lastAt };
      return;
    }
    const now = this.time.now();
    const seenMs = { ...this.#watch.seenMs };
    for (const stream of streams) {
      if (arrivals.get(stream)?.takenAt !== before.get(stream)?.takenAt) seenMs[stream] = now;
    }
    this.#watch = { ...this.#watch, seenMs, lastAt };
    this.#letTimePass();
  }

  #letTimePass(): void {
    const before = this.#watch;
    this.#watch = watchAfter(before, this.#now());
    const { state, since } = this.#watch;
    if (state === before.state) return;
    const facts = { event: 'alerting-health', state, before: before.state, since };
    this.logger[state === 'down' ? 'error' : 'info'](facts, 'Whether alerts arrive has changed');
    if (state === 'down' && since !== null) {
      this.#outageSince ??= since;
      this.operations.send(outageMessage(this.#outageSince, null));
    }
    if (state === 'ok' && this.#outageSince !== undefined) {
      this.operations.send(outageMessage(this.#outageSince, instant(this.clock.now())));
      this.#outageSince = undefined;
    }
    const health = this.health();
    for (const listener of this.#listeners) listener(health);
  }

  #now(): { readonly nowMs: number; readonly at: Instant } {
    return { nowMs: this.time.now(), at: instant(this.clock.now()) };
  }

  #measure(metrics: Registry): void {
    const ageSeconds = (): number => {
      const now = this.time.now();
      return (ageMs(this.#watch, now) ?? now - this.#watch.startedMs) / 1000;
    };
    new Gauge({
      name: 'homeward_canary_age_seconds',
      help: 'Time since a reading of the canary last came through to the alerts; before the first, since the start.',
      registers: [metrics],
      collect() {
        this.set(ageSeconds());
      },
    });
    const isDown = (): number => (this.#watch.state === 'down' ? 1 : 0);
    new Gauge({
      name: 'homeward_alerting_down',
      help: 'Whether alerts may not arrive: 1 while readings of the canary do not come through, else 0.',
      registers: [metrics],
      collect() {
        this.set(isDown());
      },
    });
  }
}

/** When both streams had brought something. */
function oldest(arrivals: ReadonlyMap<CanaryStream, CanaryArrival>): Instant | null {
  const times = streams.map((stream) => arrivals.get(stream)?.arrivedAt);
  if (times.some((at) => at === undefined)) return null;
  return times.flatMap((at) => at ?? []).toSorted()[0] ?? null;
}
