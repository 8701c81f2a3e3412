import { Gauge, type Registry } from 'prom-client';

/** What can be seen of an outbox from outside. Services that share a registry share the metrics. */
export class OutboxMetrics {
  readonly #service: string;
  readonly #waiting: Gauge<'service'> | undefined;
  readonly #oldest: Gauge<'service'> | undefined;
  readonly #setAside: Gauge<'service'> | undefined;

  constructor(registry: Registry | undefined, service: string) {
    this.#service = service;
    if (registry === undefined) return;
    const gauge = (name: string, help: string) =>
      // What stands under one of these names was made here, with the same type.
      (registry.getSingleMetric(name) as Gauge<'service'> | undefined) ??
      new Gauge({ name, help, labelNames: ['service'], registers: [registry] });
    this.#waiting = gauge('homeward_outbox_waiting', 'Events that were decided and are not on the log yet.');
    this.#oldest = gauge(
      'homeward_outbox_oldest_seconds',
      'For how long the oldest of them has waited; 0 when none does.',
    );
    this.#setAside = gauge('homeward_outbox_set_aside', 'Events that cannot be published and were set aside.');
  }

  set(counts: { readonly waiting: number; readonly oldestSeconds: number; readonly setAside: number }): void {
    const labels = { service: this.#service };
    this.#waiting?.set(labels, counts.waiting);
    this.#oldest?.set(labels, counts.oldestSeconds);
    this.#setAside?.set(labels, counts.setAside);
  }
}
