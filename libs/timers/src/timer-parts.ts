import type { Pool, PoolClient } from 'pg';
import type { Registry } from 'prom-client';
import type { EntityManager } from 'typeorm';

/** As much of a logger as is used here; pino's fits. */
export interface TimerLogger {
  warn(facts: object, message: string): void;
}

/** As much of a service's database as is used here. */
export interface TimerDatabase {
  readonly pool: Pick<Pool, 'query'>;
  transaction<Result>(work: (client: PoolClient, entities: EntityManager) => Promise<Result>): Promise<Result>;
  exclusively<Result>(work: {
    readonly lock: string;
    readonly wait: boolean;
    readonly work: (lost: AbortSignal) => Promise<Result>;
  }): Promise<Result | undefined>;
}

export interface TimersParts {
  /** Its schema has the table `timer`: see `timerTable`. */
  readonly database: TimerDatabase;
  /** By which timers are due. It may jump; how often is looked is a matter of real time. */
  readonly clock: { now(): Date };
  readonly logger: TimerLogger;
  readonly metrics?: Registry;
  readonly service: string;
  /** @default 500 */
  readonly pollEveryMilliseconds?: number;
}
