import { Injectable } from '@nestjs/common';
import {
  type EventId,
  type ObservationId,
  type PatientId,
  type PersonReference,
  type Score,
  shortScore,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { NewestByPatient, ReadingsOfTime } from './readings-by-time.ts';
import { shortObservations } from './short-observations.ts';

/** The readings of one set and time, as they were put on the chart. */
export interface AddedReadings {
  readonly patientId: PatientId;
  readonly takenAt: Date;
  readonly setId: EventId;
  readonly retracted: readonly ObservationId[];
}

/**
 * Writes the chart, a whole batch in each statement. Bulky JSON goes in as one array: pg would otherwise escape every
 * quotation mark of every element.
 */
@Injectable()
export class ChartingStore {
  /** @returns those that were not there before, each with those of its observations that are retracted already. */
  async addReadings(
    client: PoolClient,
    readings: readonly ReadingsOfTime[],
    knownAt: (reading: ReadingsOfTime) => Date,
  ): Promise<readonly AddedReadings[]> {
    const { rows } = await client.query<AddedReadings>({
      name: 'charting-add-readings',
      text: `insert into charted_readings
               (patient_id, taken_at, set_id, received_at, message_id, device_id, entered_by, source, released_by,
                observations, known_at)
             select * from rows from (
               unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[],
                      $8::text[], $9::jsonb[]),
               json_array_elements($10::json), unnest($11::timestamptz[]))
             on conflict do nothing
             returning patient_id as "patientId", taken_at as "takenAt", set_id as "setId", array(
               select observation_id from retraction r
               where r.patient_id = charted_readings.patient_id and r.taken_at = charted_readings.taken_at) as retracted`,
      values: [
        readings.map(({ set }) => set.patientId),
        readings.map(({ takenAt }) => takenAt),
        readings.map(({ set }) => set.id),
        readings.map(({ set }) => set.receivedAt),
        readings.map(({ set }) => set.messageId),
        readings.map(({ set }) => set.deviceId ?? null),
        readings.map(({ set }) => jsonOf(set.enteredBy)),
        readings.map(({ set }) => set.source),
        readings.map(({ set }) => jsonOf(set.releasedBy)),
        JSON.stringify(readings.map(({ observations }) => shortObservations(observations))),
        readings.map(knownAt),
      ],
    });
    return rows;
  }

  /** Keeps the newest of each code, by when it was taken. */
  async keepLatest(client: PoolClient, newest: readonly NewestByPatient[]): Promise<void> {
    await client.query({
      name: 'charting-keep-latest',
      // Nearly always everything that arrives is newer than everything known: then there is nothing to compare one by one.
      // Rows are inserted only for patients who have none yet.
      text: `with arrived as (
               select * from rows from (
                 unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]), jsonb_array_elements($4::jsonb))
                 as each (patient_id, oldest_taken_at, newest_taken_at, by_code)),
             updated as (
               update patient_latest known set
                 newest_taken_at = greatest(known.newest_taken_at, arrived.newest_taken_at),
                 by_code = case when arrived.oldest_taken_at > known.newest_taken_at
                   then known.by_code || arrived.by_code
                   else newer_of_each(known.by_code, arrived.by_code) end
               from arrived where known.patient_id = arrived.patient_id
               returning known.patient_id)
             insert into patient_latest as known (patient_id, newest_taken_at, by_code)
             select patient_id, newest_taken_at, by_code from arrived
             where patient_id not in (select patient_id from updated)
             on conflict (patient_id) do update set
               newest_taken_at = greatest(known.newest_taken_at, excluded.newest_taken_at),
               by_code = newer_of_each(known.by_code, excluded.by_code)`,
      values: [
        newest.map(({ patientId }) => patientId),
        newest.map(({ oldestTakenAt }) => oldestTakenAt),
        newest.map(({ newestTakenAt }) => newestTakenAt),
        JSON.stringify(newest.map(({ byCode }) => byCode)),
      ],
    });
  }

  /** @returns those that were new or corrected an older revision. */
  async addScores(
    client: PoolClient,
    arrived: readonly Score[],
    knownAt: (score: Score) => Date,
  ): Promise<readonly { patientId: PatientId; at: Date }[]> {
    // Always in one order: the same scores come inside signals too, and two transactions must not wait for each other.
    const scores = arrived.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const { rows } = await client.query<{ patientId: PatientId; at: Date }>({
      name: 'charting-add-scores',
      // What is replaced is kept in score_version by a trigger.
      text: `insert into score as known
               (patient_id, at, revision, withdrawn, min_total, max_total, rule_set, tier, score, known_at)
             select * from rows from (
               unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::bool[], $5::int[], $6::int[], $7::text[],
                 $8::text[]),
               json_array_elements($9::json), unnest($10::timestamptz[]))
             on conflict (patient_id, at) do update set
               revision = excluded.revision, withdrawn = excluded.withdrawn, score = excluded.score,
               known_at = excluded.known_at, min_total = excluded.min_total, max_total = excluded.max_total,
               rule_set = excluded.rule_set, tier = excluded.tier
             where known.revision < excluded.revision
             returning patient_id as "patientId", at`,
      values: [
        scores.map(({ patientId }) => patientId),
        scores.map(({ at }) => at),
        scores.map(({ revision }) => revision),
        scores.map(({ withdrawn }) => withdrawn),
        scores.map(({ min }) => min),
        scores.map(({ max }) => max),
        scores.map(({ ruleSet }) => ruleSet),
        scores.map(({ tier }) => tier),
        JSON.stringify(scores.map(shortScore)),
        scores.map(knownAt),
      ],
    });
    return rows;
  }
}

function jsonOf(person: PersonReference | undefined): string | null {
  return person === undefined ? null : JSON.stringify(person);
}
