import type { TopicName } from '#libs/contracts';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { LagMeasurement, type LagOf } from './lag-measurement.ts';

type OfGroup = 'group' | 'topic';

/** What can be seen of consumers from outside. Transports that share a registry share the metrics. */
export class ConsumerMetrics {
  readonly #records: Counter<OfGroup> | undefined;
  readonly #failures: Counter<OfGroup | 'outcome'> | undefined;
  readonly #seconds: Histogram<OfGroup> | undefined;
  readonly #delay: Histogram<OfGroup> | undefined;
  readonly #lag: GaugeOfAll | undefined;
  readonly #lagSeconds: GaugeOfAll | undefined;

  constructor(registry: Registry | undefined) {
    if (registry === undefined) return;
    const registers = [registry];
    this.#records = existing(registry, Counter<OfGroup>, {
      name: 'homeward_log_records_total',
      help: 'Records of the event log worked through.',
      labelNames: ['group', 'topic'],
      registers,
    });
    this.#failures = existing(registry, Counter<OfGroup | 'outcome'>, {
      name: 'homeward_log_failures_total',
      help: 'Batches and records whose work failed, by what became of them.',
      labelNames: ['group', 'topic', 'outcome'],
      registers,
    });
    this.#seconds = existing(registry, Histogram<OfGroup>, {
      name: 'homeward_log_batch_seconds',
      help: 'Time that the work on a batch took.',
      labelNames: ['group', 'topic'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    });
    this.#delay = existing(registry, Histogram<OfGroup>, {
      name: 'homeward_log_delay_seconds',
      help: 'Age of the oldest record of a batch, from when the log took it until its work was done.',
      labelNames: ['group', 'topic'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 600],
      registers,
    });
    this.#lag = existing(registry, GaugeOfAll, {
      name: 'homeward_log_lag_records',
      help: 'Records that a group has yet to work through; the same in every process of the group, and missing while the log does not answer.',
      labelNames: ['group', 'topic'],
      registers,
    });
    this.#lagSeconds = existing(registry, GaugeOfAll, {
      name: 'homeward_log_lag_seconds',
      help: 'Age of the oldest record that this process has read and not worked through; 0 when there is none.',
      labelNames: ['group', 'topic'],
      registers,
    });
  }

  worked(group: string, topic: string, work: { records: number; seconds: number; delaySeconds: number }): void {
    this.#records?.inc({ group, topic }, work.records);
    this.#seconds?.observe({ group, topic }, work.seconds);
    this.#delay?.observe({ group, topic }, work.delaySeconds);
  }

  failed(group: string, topic: string, outcome: string): void {
    this.#failures?.inc({ group, topic, outcome });
  }

  /** Has the lag of a group measured whenever the metrics are asked for, without their waiting for a log that does not answer. */
  watchLag(
    group: string,
    lag: { readonly records: LagOf; readonly oldestSeconds: () => ReadonlyMap<TopicName, number> },
  ): void {
    const measurement = new LagMeasurement(lag.records);
    this.#lag?.ask(group, () => measurement.current());
    this.#lagSeconds?.ask(group, lag.oldestSeconds);
  }
}

type Ask = () => ReadonlyMap<TopicName, number> | Promise<ReadonlyMap<TopicName, number>>;

/** A gauge that asks the consumers of every group of a process for their part. */
class GaugeOfAll extends Gauge<OfGroup> {
  readonly #asked = new Map<string, Ask>();

  constructor(configuration: ConstructorParameters<typeof Gauge<OfGroup>>[0]) {
    super({ ...configuration, collect: () => this.#collect() });
  }

  ask(group: string, ask: Ask): void {
    this.#asked.set(group, ask);
  }

  async #collect(): Promise<void> {
    const found = await Promise.all([...this.#asked].map(async ([group, ask]) => [group, await ask()] as const));
    this.reset();
    for (const [group, values] of found) for (const [topic, value] of values) this.set({ group, topic }, value);
  }
}

function existing<Configuration extends { readonly name: string }, Metric>(
  registry: Registry,
  Kind: new (configuration: Configuration) => Metric,
  configuration: Configuration,
): Metric {
  // What stands under one of these names was made here, with the same type.
  return (registry.getSingleMetric(configuration.name) as Metric | undefined) ?? new Kind(configuration);
}
