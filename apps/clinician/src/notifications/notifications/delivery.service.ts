import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type NotificationAttempt, type NotificationId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CLOCK, DATABASE, LOGGER } from '../../parts.module.ts';
import { DeliveriesStore } from './deliveries.store.ts';
import { NotificationMetrics } from './notification-metrics.service.ts';
import type { NotificationRecord } from './notification-record.ts';
import { NotificationsStore } from './notifications.store.ts';
import { nextNotification, noFurtherWay } from './plan-notifications.ts';
import { ProvidersService, type SendingResult } from './providers.service.ts';
import { nextTry } from './retry.ts';

const lookEveryMilliseconds = 250;
/** So long a provider may take to answer. */
const answerWithinMilliseconds = 10_000;
/** Longer than any answer: a process that has one in hand for so long is gone. */
const leaseMilliseconds = 20_000;
const mostInHand = 50;
const roomAfterMilliseconds = 10;

/**
 * Sends what the ledger says is due. A notification is taken in hand by one process at a time and sent outside of any
 * transaction, then what became of it is recorded: it is delivered at least once, under an id that stays the same. What a
 * process had in hand when it was killed is taken up by another once the lease has run out. One that cannot be delivered in
 * its time ends as failed, and the notification by the person's next method is made in the same transaction.
 */
@Injectable()
export class DeliveryService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #inHand = new Map<NotificationId, Promise<void>>();
  readonly #stopping = new AbortController();
  #looking: Promise<void> | undefined;
  #outage = false;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: DeliveriesStore,
    private readonly ledger: NotificationsStore,
    private readonly providers: ProvidersService,
    private readonly metrics: NotificationMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.#looking = this.#look(this.#stopping.signal);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    await Promise.all(this.#inHand.values());
  }

  async #look(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#takeDue();
        this.#outage = false;
      } catch (error) {
        // Said once for as long as it lasts.
        if (!this.#outage)
          this.logger.warn({ event: 'notifications-unreachable', err: error }, 'Notifications could not be read');
        this.#outage = true;
      }
      await pause(lookEveryMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Takes as many in hand as there is room for, until nothing is due that no other process has. */
  async #takeDue(): Promise<void> {
    let claimed: readonly NotificationRecord[];
    do {
      if (this.#inHand.size >= mostInHand) await this.#room();
      const most = mostInHand - this.#inHand.size;
      const now = this.clock.now();
      const leaseUntil = new Date(now.getTime() + leaseMilliseconds);
      claimed = await this.store.claim({ now, leaseUntil, most, busy: [...this.#inHand.keys()] });
      for (const record of claimed) this.#begin(record);
    } while (claimed.length > 0 && !this.#stopping.signal.aborted);
  }

  /** Resolves soon after one of those in hand is done, so that a few are claimed together. */
  async #room(): Promise<void> {
    await Promise.race(this.#inHand.values());
    await pause(roomAfterMilliseconds);
  }

  #begin(record: NotificationRecord): void {
    const work = this.#deliver(record)
      .catch((error: unknown) => {
        // The lease runs out, and it is taken up again.
        this.logger.warn(
          { event: 'notification-not-recorded', err: error, id: record.id },
          'A notification is retried',
        );
      })
      .finally(() => {
        if (this.#inHand.get(record.id) === work) this.#inHand.delete(record.id);
      });
    this.#inHand.set(record.id, work);
  }

  async #deliver(record: NotificationRecord): Promise<void> {
    const now = this.clock.now();
    const left = (record.deliverBy ?? now).getTime() - now.getTime();
    if (left <= 0) {
      const attempt = { at: instant(now), outcome: 'given-up', detail: 'not delivered in time' } as const;
      await this.#fail(record, attempt, now);
      return;
    }
    // So that there is time to notice, and the next channel begins within what the policy allows.
    const within = Math.max(1, Math.min(answerWithinMilliseconds, left * 0.9));
    const signal = AbortSignal.any([AbortSignal.timeout(within), this.#stopping.signal]);
    const result = await this.providers.send(record, { signal, at: now });
    await this.#record(record, result);
  }

  async #record(record: NotificationRecord, { outcome, detail }: SendingResult): Promise<void> {
    const at = this.clock.now();
    const attempt: NotificationAttempt = { at: instant(at), outcome, detail };
    // We ended it ourselves: the next process begins anew at once.
    if (outcome === 'no-answer' && this.#stopping.signal.aborted) {
      await this.store.again(record, undefined, at);
      return;
    }
    this.metrics.attempted(record.channel, outcome);
    if (outcome === 'delivered') {
      await this.store.delivered(record.id, attempt, at);
      return;
    }
    const next = mayBeTriedAgain(record, outcome) ? this.#nextTry(record, at) : undefined;
    if (next === undefined) await this.#fail(record, attempt, at);
    else await this.store.again(record, attempt, next);
  }

  #nextTry({ tries, deliverBy }: NotificationRecord, at: Date): Date | undefined {
    return nextTry({ tries, at, deliverBy: deliverBy ?? at, random: randomInt(1_000_000) / 1_000_000 });
  }

  /** What the person can be reached by next gets its notification in the same transaction. */
  async #fail(record: NotificationRecord, attempt: NotificationAttempt, at: Date): Promise<void> {
    const next = nextNotification(record, at);
    const reason = next === undefined ? `${attempt.detail}; ${noFurtherWay}` : attempt.detail;
    await this.database.transaction(async (client) => {
      if (!(await this.store.failed(client, record, { attempt, reason, at }))) return;
      if (next !== undefined) await this.ledger.add(client, [next]);
    });
  }
}

/** A provider that is down for everyone is waited for only where there is no other way. */
function mayBeTriedAgain({ furtherMethods }: NotificationRecord, outcome: SendingResult['outcome']): boolean {
  if (outcome === 'not-tried') return furtherMethods.length === 0;
  return outcome === 'no-answer';
}
