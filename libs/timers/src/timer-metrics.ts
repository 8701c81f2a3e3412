import { Counter, Gauge, type Registry } from 'prom-client';

/** What can be seen of timers from outside. Services that share a registry share the metrics. */
export class TimerMetrics {
  readonly #service: string;
  readonly #lateness: Gauge<'service'> | undefined;
  readonly #failing: Gauge<'service'> | undefined;
  readonly #fired: Counter<'service' | 'kind'> | undefined;
  readonly #failed: Counter<'service' | 'kind'> | undefined;

  constructor(registry: Registry | undefined, service: string) {
    this.#service = service;
    if (registry === undefined) return;
    const registers = [registry];
    this.#lateness = existing(registry, 'homeward_timer_lateness_seconds', (name) => {
      const help = 'How late the oldest timer is that is due and not done; 0 when none is.';
      return new Gauge({ name, help, labelNames: ['service'], registers });
    });
    this.#failing = existing(registry, 'homeward_timers_failing', (name) => {
      const help = 'Timers that are due and have failed; each is tried again by itself.';
      return new Gauge({ name, help, labelNames: ['service'], registers });
    });
    this.#fired = existing(registry, 'homeward_timers_fired_total', (name) => {
      return new Counter({ name, help: 'Timers that were done.', labelNames: ['service', 'kind'], registers });
    });
    this.#failed = existing(registry, 'homeward_timers_failed_total', (name) => {
      return new Counter({
        name,
        help: 'Attempts at a timer that failed.',
        labelNames: ['service', 'kind'],
        registers,
      });
    });
  }

  fired(kind: string, timers: number): void {
    this.#fired?.inc({ service: this.#service, kind }, timers);
  }

  failed(kind: string): void {
    this.#failed?.inc({ service: this.#service, kind });
  }

  late({ seconds, failing }: { readonly seconds: number; readonly failing: number }): void {
    this.#lateness?.set({ service: this.#service }, seconds);
    this.#failing?.set({ service: this.#service }, failing);
  }
}

function existing<Metric>(registry: Registry, name: string, make: (name: string) => Metric): Metric {
  // What stands under one of these names was made above, with the same type.
  return (registry.getSingleMetric(name) as Metric | undefined) ?? make(name);
}
