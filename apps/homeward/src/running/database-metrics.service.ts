import type { Database } from '#libs/database';
import { Gauge, Histogram, type Registry } from 'prom-client';

/** What can be seen from outside of the connections of each service of this process to Postgres. */
export class DatabaseMetrics {
  readonly #waits: Histogram<'service'>;
  readonly #pools = new Map<string, Database['pool']>();

  constructor(metrics: Registry) {
    const registers = [metrics];
    this.#waits = new Histogram({
      name: 'homeward_database_wait_seconds',
      help: 'Time that was waited for a connection of the pool.',
      labelNames: ['service'],
      buckets: [0.0001, 0.001, 0.01, 0.1, 0.5, 1, 5, 10],
      registers,
    });
    const connections = new Gauge({
      name: 'homeward_database_connections',
      help: 'Connections of the pool, by whether they are lent.',
      labelNames: ['service', 'state'],
      registers,
      collect: () => {
        for (const [service, { idleCount, totalCount }] of this.#pools) {
          connections.set({ service, state: 'idle' }, idleCount);
          connections.set({ service, state: 'lent' }, totalCount - idleCount);
        }
      },
    });
    const most = new Gauge({
      name: 'homeward_database_connections_max',
      help: 'The most connections that the pool may have.',
      labelNames: ['service'],
      registers,
      collect: () => {
        for (const [service, { options }] of this.#pools) most.set({ service }, options.max);
      },
    });
    const waiting = new Gauge({
      name: 'homeward_database_waiting',
      help: 'Askers that wait for a connection of the pool, now.',
      labelNames: ['service'],
      registers,
      collect: () => {
        for (const [service, { waitingCount }] of this.#pools) waiting.set({ service }, waitingCount);
      },
    });
  }

  /** What is told how long a connection was waited for. */
  onLent(service: string): (waitedSeconds: number) => void {
    return (waitedSeconds) => {
      this.#waits.observe({ service }, waitedSeconds);
    };
  }

  watch(service: string, { pool }: Pick<Database, 'pool'>): void {
    this.#pools.set(service, pool);
  }
}
