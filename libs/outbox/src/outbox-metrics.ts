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
    const gauge = (configuration: { readonly name: string; readonly help: string; readonly labelNames: ['service'] }) =>
      // What stands under one of these names was made here, with the same type.
      (registry.getSingleMetric(configuration.name) as Gauge<'service'> | undefined) ??
      new Gauge({ ...configuration, registers: [registry] });
    this.#waiting = gauge({
      name: 'homeward_outbox_waiting',
      help: 'Events that were decided and are not on the log yet.',
      labelNames: ['service'],
    });
    this.#oldest = gauge({
      name: 'homeward_outbox_oldest_seconds',
      help: 'For how long the oldest event has waited that was decided and is not on the log yet; 0 when none does.',
      labelNames: ['service'],
    });
    this.#setAside = gauge({
      name: 'homeward_outbox_set_aside',
      help: 'Events that cannot be published and were set aside.',
      labelNames: ['service'],
    });
  }

  set(counts: { readonly waiting: number; readonly oldestSeconds: number; readonly setAside: number }): void {
    const labels = { service: this.#service };
    this.#waiting?.set(labels, counts.waiting);
    this.#oldest?.set(labels, counts.oldestSeconds);
    this.#setAside?.set(labels, counts.setAside);
  }
}
