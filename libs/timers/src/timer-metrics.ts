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
    this.#lateness = existing(registry, Gauge<'service'>, {
      name: 'homeward_timer_lateness_seconds',
      help: 'How late the oldest timer is that is due and not done; 0 when none is.',
      labelNames: ['service'],
      registers,
    });
    this.#failing = existing(registry, Gauge<'service'>, {
      name: 'homeward_timers_failing',
      help: 'Timers that are due and have failed; each is tried again by itself.',
      labelNames: ['service'],
      registers,
    });
    this.#fired = existing(registry, Counter<'service' | 'kind'>, {
      name: 'homeward_timers_fired_total',
      help: 'Timers that were done.',
      labelNames: ['service', 'kind'],
      registers,
    });
    this.#failed = existing(registry, Counter<'service' | 'kind'>, {
      name: 'homeward_timers_failed_total',
      help: 'Attempts at a timer that failed.',
      labelNames: ['service', 'kind'],
      registers,
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

function existing<Configuration extends { readonly name: string }, Metric>(
  registry: Registry,
  Kind: new (configuration: Configuration) => Metric,
  configuration: Configuration,
): Metric {
  // What stands under one of these names was made above, with the same type.
  return (registry.getSingleMetric(configuration.name) as Metric | undefined) ?? new Kind(configuration);
}
