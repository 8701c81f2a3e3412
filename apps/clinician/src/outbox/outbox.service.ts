import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { EventOn, TopicName } from '#libs/contracts';
import type { EventLog } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { EVENT_LOG, LOGGER, SETTINGS } from '../parts.module.ts';
import type { ClinicianSettings } from '../settings.ts';
import { OutboxStore } from './outbox.store.ts';

/** Topics of which the clinician service is an author. */
export type OwnTopic = Extract<TopicName, 'monitoring-plans' | 'devices' | 'gateways' | 'observations'>;

const batchRecords = 500;
const relayEveryMilliseconds = 1000;

/**
 * Puts decisions on the log exactly as they were committed, at least once, and those of one key in the order of their
 * commits. A decision is staged in the transaction that makes it; `publish` brings it to the log right after, and a relay
 * looks again every second for what a crash or an unreachable log has left behind.
 */
@Injectable()
export class OutboxService implements OnApplicationBootstrap, OnModuleDestroy {
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #relay: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: OutboxStore,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: ClinicianSettings,
  ) {}

  /** Part of the transaction that makes the decision; call `publish` once it has been committed. */
  async stage<Topic extends OwnTopic>(
    client: PoolClient,
    topic: Topic,
    events: readonly { readonly key: string; readonly event: EventOn<Topic> }[],
  ): Promise<void> {
    await this.store.add(
      client,
      events.map(({ key, event }) => ({ topic, key, value: JSON.stringify(event) })),
    );
  }

  /**
   * Resolves once everything committed so far is on the log, or when that takes too long: the relay then goes on trying.
   * Never rejects, since what was decided has been decided.
   */
  async publish(): Promise<void> {
    const patience = new AbortController();
    const waited = pause(this.settings.OUTBOX_WAIT_MILLISECONDS, undefined, { signal: patience.signal, ref: false });
    await Promise.race([this.#flush(), waited.catch(() => undefined)]).catch((error: unknown) => {
      this.logger.warn({ event: 'outbox-publish-failed', err: error }, 'What was decided is not on the log yet');
    });
    patience.abort();
  }

  onApplicationBootstrap(): void {
    this.#relay = setInterval(() => void this.#relayLeftovers(), relayEveryMilliseconds).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#relay);
    await Promise.allSettled([this.#running, this.#next]);
  }

  async #relayLeftovers(): Promise<void> {
    try {
      if (this.#running === undefined && !(await this.store.isEmpty())) await this.#flush();
    } catch (error) {
      this.logger.warn(
        { event: 'outbox-relay-failed', err: error },
        'The relay could not reach the log or the database',
      );
    }
  }

  /**
   * One run at a time. Whoever asks during a run waits for the next one, which all of them share: the run under way may
   * have looked before their commit.
   */
  #flush(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  #start(): Promise<void> {
    const run = this.#drain().finally(() => {
      this.#running = undefined;
    });
    this.#running = run;
    return run;
  }

  async #drain(): Promise<void> {
    let published: number;
    do {
      published = await this.store.take(batchRecords, (records) => this.log.publish(records));
    } while (published === batchRecords);
  }
}
