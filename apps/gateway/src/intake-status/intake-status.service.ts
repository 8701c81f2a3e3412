import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#libs/clock';
import { instant } from '#libs/contracts';
import { encode, type EventLog, EventLogUnavailableError } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import type { IntakeStatusStore } from './intake-status.store.ts';

export interface IntakeStatusParts {
  readonly store: IntakeStatusStore;
  readonly log: EventLog;
  /** Rejects while no message can come in over MQTT. */
  readonly mqtt: { check(): Promise<void> };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** For how long outages are of interest: as old as a reading may be. */
  readonly outageDays: number;
}

const everyMs = 5000;
/** While messages cannot come in, it is tried more often. */
const retryMs = 1000;
/** A shorter time without messages is no outage: a restart, or a slow log. */
const leastOutageMs = 30_000;
/** A log that takes longer for one record does not take records. */
const publishWithinMs = 10_000;

/**
 * Says on the topic `intake-status`, every few seconds, that messages can come in, and when they could not.
 *
 * Guarantee: the status is published only while the broker can be reached and the log takes it. After a time in which no
 * replica could take messages, the outage is part of every status. A process that could take messages at its last look has
 * seen no outage, however far its clock has jumped since.
 */
export class IntakeStatusService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #parts: IntakeStatusParts;
  readonly #lastOpen: Gauge;
  readonly #stopping = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #healthy = false;

  constructor(parts: IntakeStatusParts) {
    this.#parts = parts;
    this.#lastOpen = new Gauge({
      name: 'homeward_gateway_intake_open_timestamp_seconds',
      help: 'When messages could last come in, as published on intake-status.',
      registers: [parts.metrics],
    });
  }

  onApplicationBootstrap(): void {
    this.#done = this.#lookForEver();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  /** Looks once whether messages can come in, and if so says it; resolves to whether they can. */
  async look(): Promise<boolean> {
    try {
      await this.#publish();
      if (!this.#healthy) this.#parts.logger.info({ event: 'intake-open' }, 'Messages can come in');
      this.#healthy = true;
    } catch (error) {
      if (this.#healthy) this.#parts.logger.warn({ event: 'intake-closed', err: error }, 'No messages can come in');
      this.#healthy = false;
    }
    return this.#healthy;
  }

  async #publish(): Promise<void> {
    const { store, log, mqtt, clock, logger, outageDays } = this.#parts;
    await mqtt.check();
    await log.check();
    const now = clock.now().getTime();
    const at = instant(now);
    if (!this.#healthy) {
      const from = await store.closeOutage(at, instant(now - leastOutageMs));
      if (from !== undefined) logger.warn({ event: 'intake-outage', from, until: at }, 'No messages could come in');
    }
    const outages = await store.outagesSince(instant(now - outageDays * 86_400_000));
    await inTime(log.publish([encode('intake-status', 'intake', { at, outages })]));
    // After the log has taken a record: only then is it certain that messages can come in.
    await store.alive(at);
    this.#lastOpen.set(now / 1000);
  }

  async #lookForEver(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const healthy = await this.look();
      await pause(healthy ? everyMs : retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

/** @throws when the record is not on the log in time. */
async function inTime(published: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new EventLogUnavailableError(`The log has not taken a record within ${String(publishWithinMs)} ms.`));
  }, publishWithinMs);
  try {
    await Promise.race([published, late]);
  } finally {
    clearTimeout(timer);
  }
}
