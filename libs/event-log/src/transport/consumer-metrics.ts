import { Counter, Histogram, type Registry } from 'prom-client';

/** What can be seen of consumers from outside. Transports that share a registry share the metrics. */
export class ConsumerMetrics {
  readonly #records: Counter<'group' | 'topic'> | undefined;
  readonly #failures: Counter<'group' | 'topic' | 'outcome'> | undefined;
  readonly #seconds: Histogram<'group' | 'topic'> | undefined;
  readonly #delay: Histogram<'group' | 'topic'> | undefined;

  constructor(registry: Registry | undefined) {
    if (registry === undefined) return;
    const registers = [registry];
    const labelNames = ['group', 'topic'] as const;
    this.#records = existing<Counter<'group' | 'topic'>>(registry, 'homeward_log_records_total', (name) => {
      return new Counter({ name, help: 'Records of the event log worked through.', labelNames, registers });
    });
    this.#failures = existing<Counter<'group' | 'topic' | 'outcome'>>(
      registry,
      'homeward_log_failures_total',
      (name) => {
        const help = 'Batches and records whose work failed, by what became of them.';
        return new Counter({ name, help, labelNames: [...labelNames, 'outcome'], registers });
      },
    );
    this.#seconds = existing<Histogram<'group' | 'topic'>>(registry, 'homeward_log_batch_seconds', (name) => {
      const buckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
      return new Histogram({ name, help: 'Time that the work on a batch took.', labelNames, buckets, registers });
    });
    this.#delay = existing<Histogram<'group' | 'topic'>>(registry, 'homeward_log_delay_seconds', (name) => {
      const buckets = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 600];
      const help = 'Age of the oldest record of a batch, from when the log took it until its work was done.';
      return new Histogram({ name, help, labelNames, buckets, registers });
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
}

function existing<Metric>(registry: Registry, name: string, make: (name: string) => Metric): Metric {
  // What stands under one of these names was made above, with the same type.
  return (registry.getSingleMetric(name) as Metric | undefined) ?? make(name);
}
