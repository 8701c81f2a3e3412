import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { METRICS } from '../../parts.module.ts';
import { NotificationsStore } from './notifications.store.ts';

/** What can be seen of notifications from outside. */
@Injectable()
export class NotificationMetrics {
  readonly #attempts: Counter<'channel' | 'outcome'>;

  constructor(@Inject(METRICS) registry: Registry, store: NotificationsStore) {
    const registers = [registry];
    this.#attempts = new Counter({
      name: 'homeward_notification_attempts_total',
      help: 'Attempts at delivering a notification.',
      labelNames: ['channel', 'outcome'],
      registers,
    });
    const notifications = new Gauge({
      name: 'homeward_notifications',
      help: 'Notifications of the ledger by state; `created` is the sum of the others.',
      labelNames: ['state'],
      registers,
      // Read when it is asked for: every replica has the same answer.
      collect: async () => {
        const sums = await store.sums().catch(() => undefined);
        if (sums === undefined) notifications.reset();
        for (const [state, count] of Object.entries(sums ?? {})) notifications.set({ state }, count);
      },
    });
  }

  attempted(channel: string, outcome: string): void {
    this.#attempts.inc({ channel, outcome });
  }
}
