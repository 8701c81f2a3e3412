import { Inject, Injectable } from '@nestjs/common';
import { instant } from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';
import type { CanaryArrival, CanaryStream } from './canary-arrival.ts';

/** The table `canary_arrival`: one row a stream. */
@Injectable()
export class CanaryArrivalsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** What comes again is no arrival. */
  async keep(stream: CanaryStream, { takenAt, arrivedAt }: CanaryArrival): Promise<void> {
    await this.database.pool.query(
      `insert into canary_arrival as known (stream, taken_at, arrived_at) values ($1, $2, $3)
       on conflict (stream) do update set taken_at = excluded.taken_at, arrived_at = excluded.arrived_at
       where known.taken_at <> excluded.taken_at`,
      [stream, takenAt, arrivedAt],
    );
  }

  async all(): Promise<ReadonlyMap<CanaryStream, CanaryArrival>> {
    const { rows } = await this.database.pool.query<{ stream: CanaryStream; taken_at: Date; arrived_at: Date }>(
      `select stream, taken_at, arrived_at from canary_arrival`,
    );
    return new Map(
      rows.map(({ stream, taken_at: takenAt, arrived_at: arrivedAt }) => [
        stream,
        { takenAt: instant(takenAt), arrivedAt: instant(arrivedAt) },
      ]),
    );
  }
}
