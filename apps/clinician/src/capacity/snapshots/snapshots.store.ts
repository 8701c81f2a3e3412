import { Inject, Injectable } from '@nestjs/common';
import { occupancyOf, occupancyShown, per100k } from '#libs/capacity';
import { type CapacitySnapshot, instant, type WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';

/** What is kept of one ward and day. */
export interface SnapshotRecord {
  readonly wardId: WardId;
  readonly capacity: number;
  readonly patients: number;
  readonly population: number | null;
}

/** When and how the snapshots of a day were made. */
export interface SnapshotMaking {
  readonly date: string;
  readonly at: Date;
  readonly madeFrom: CapacitySnapshot['madeFrom'];
  readonly madeAt: Date;
}

/** A snapshot by the id of its ward, with the population that it was made with. */
export type SnapshotOfWard = Omit<CapacitySnapshot, 'wardName'> & { readonly population: number | null };

interface SnapshotRow {
  readonly ward_id: WardId;
  readonly date: string;
  readonly at: Date;
  readonly made_from: CapacitySnapshot['madeFrom'];
  readonly capacity: number;
  readonly patients: number;
  readonly population: number | null;
}

/** The table `capacity_snapshot`. */
@Injectable()
export class SnapshotsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * The days up to the last one on which a ward had beds at 08:00 and has no snapshot, oldest first.
   *
   * @param firstBeds from when on each ward has beds.
   */
  async missingDates(firstBeds: ReadonlyMap<WardId, Date>, lastDate: string): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ date: string }>(
      `select distinct day.date::date::text as date
       from unnest($1::uuid[], $2::timestamptz[]) as has_beds (ward_id, first)
       cross join generate_series(
         ((first at time zone 'Europe/London') + interval '16 hours' - interval '1 microsecond')::date,
         $3::date, interval '1 day') as day (date)
       where not exists (
         select from capacity_snapshot made where made.ward_id = has_beds.ward_id and made.date = day.date::date)
       order by date`,
      [[...firstBeds.keys()], [...firstBeds.values()], lastDate],
    );
    return rows.map(({ date }) => date);
  }

  /** Keeps the snapshots of a day, all of them or none. Those that are there already stay as they are. */
  async keep(records: readonly SnapshotRecord[], { date, at, madeFrom, madeAt }: SnapshotMaking): Promise<void> {
    await this.database.pool.query(
      `insert into capacity_snapshot (ward_id, date, at, made_from, made_at, capacity, patients, population)
       select ward_id, $2, $3, $4, $5, capacity, patients, population
       from jsonb_to_recordset($1) as one (ward_id uuid, capacity integer, patients integer, population integer)
       on conflict (ward_id, date) do nothing`,
      [
        JSON.stringify(records.map(({ wardId, ...record }) => ({ ward_id: wardId, ...record }))),
        date,
        at,
        madeFrom,
        madeAt,
      ],
    );
  }

  /** Those of the days, by day. */
  async of(dates: readonly string[], wardId: WardId | undefined): Promise<readonly SnapshotOfWard[]> {
    const { rows } = await this.database.pool.query<SnapshotRow>({
      name: 'snapshots-of',
      text: `select ward_id, date::text, at, made_from, capacity, patients, population from capacity_snapshot
             where date = any($1::date[]) and ($2::uuid is null or ward_id = $2)
             order by date, ward_id`,
      values: [dates, wardId ?? null],
    });
    return rows.map(fromRow);
  }
}

function fromRow({ ward_id, at, made_from, ...row }: SnapshotRow): SnapshotOfWard {
  const { capacity, patients, population } = row;
  return {
    ...row,
    wardId: ward_id,
    at: instant(at),
    madeFrom: made_from,
    occupancy: occupancyOf(patients, capacity),
    occupancyShown: occupancyShown(patients, capacity),
    capacityPer100k: per100k(capacity, population),
  };
}
