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

/** A snapshot with what is known of its ward. */
export interface StoredSnapshot extends CapacitySnapshot {
  readonly population: number | null;
  readonly organisation: string | null;
}

interface SnapshotRow {
  readonly ward_id: WardId;
  readonly name: string;
  readonly organisation: string | null;
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

  /** The days up to the last one on which a ward had beds at 08:00 and has no snapshot, oldest first. */
  async missingDates(lastDate: string): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ date: string }>(
      `select distinct day.date::date::text as date
       from (select ward_id, min(holds_from) as first from ward_capacity group by ward_id) ward
       cross join generate_series(
         ((ward.first at time zone 'Europe/London') + interval '16 hours' - interval '1 microsecond')::date,
         $1::date, interval '1 day') as day (date)
       where not exists (
         select from capacity_snapshot made where made.ward_id = ward.ward_id and made.date = day.date::date)
       order by date`,
      [lastDate],
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

  /** Those of the days, by day and then by the name of the ward. */
  async of(dates: readonly string[], wardId: WardId | undefined): Promise<readonly StoredSnapshot[]> {
    const { rows } = await this.database.pool.query<SnapshotRow>({
      name: 'snapshots-of',
      text: `select ward_id, ward.name, ward.organisation, date::text, at, made_from, capacity, patients,
               capacity_snapshot.population
             from capacity_snapshot join ward on ward.id = ward_id
             where date = any($1::date[]) and ($2::uuid is null or ward_id = $2)
             order by date, ward.name, ward_id`,
      values: [dates, wardId ?? null],
    });
    return rows.map(fromRow);
  }
}

function fromRow({ ward_id, name, at, made_from, ...row }: SnapshotRow): StoredSnapshot {
  const { capacity, patients, population } = row;
  return {
    ...row,
    wardId: ward_id,
    wardName: name,
    at: instant(at),
    madeFrom: made_from,
    occupancy: occupancyOf(patients, capacity),
    occupancyShown: occupancyShown(patients, capacity),
    capacityPer100k: per100k(capacity, population),
  };
}
