import { Injectable } from '@nestjs/common';
import {
  type ChartedObservation,
  type EventId,
  homewardItself,
  instant,
  type Instant,
  type Observation,
  type ObservationId,
  type PatientId,
  type PersonReference,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import {
  charted,
  readingsColumns,
  type ReadingsRow,
  retractedColumns,
  type RetractedRow,
} from './charted-row.store.ts';
import type { RetractedObservation } from './retractions.ts';
import { type ShortObservation, wholeObservation } from './short-observations.ts';

/** The readings of one set and time, some of which were retracted. */
export interface ChangedReadings {
  readonly patientId: PatientId;
  readonly takenAt: Instant;
  readonly setId: EventId;
}

/** That a person said of a reading that it does not count. */
export interface RetractionByPerson {
  readonly by: PersonReference;
  readonly reason: string;
  readonly at: Instant;
}

/** The table `retraction`, and what it changes on the chart. */
@Injectable()
export class RetractionsStore {
  /**
   * The patient's observation, for a command that is about to retract it and has locked the patient.
   *
   * @returns undefined where the patient has none with this id.
   */
  async findObservation(
    client: PoolClient,
    patientId: PatientId,
    observationId: ObservationId,
  ): Promise<ChartedObservation | undefined> {
    // Reads the patient's whole history, which a person who takes one observation out of it can wait for. What ids of one
    // message have in common stands in the text of their row.
    const { rows } = await client.query<ReadingsRow & RetractedRow & { observation: ShortObservation }>({
      name: 'retractions-observation',
      text: `select ${readingsColumns}, each.observation, ${retractedColumns}
             from charted_readings c
             cross join lateral json_array_elements(c.observations) as each (observation)
             left join retraction r on r.patient_id = c.patient_id and r.observation_id = $2::uuid
             where c.patient_id = $1 and position(left($2::text, 32) in c.observations::text) > 0
               and observation_id(c.observations, each.observation) = $2::uuid`,
      values: [patientId, observationId],
    });
    const whole = ({ observation, taken_at: takenAt }: (typeof rows)[number]): Observation =>
      wholeObservation(observation, { id: observationId, takenAt: instant(takenAt) });
    return rows.map((row) => charted(row, whole(row), row)).at(0);
  }

  /** @returns those that were not known, or stand now in place of a later one. */
  async add(
    client: PoolClient,
    retractions: readonly RetractedObservation[],
    knownAt: (retraction: RetractedObservation) => Date,
  ): Promise<readonly RetractedObservation[]> {
    const { rows } = await client.query<{ patient_id: PatientId; observation_id: ObservationId }>({
      name: 'retractions-add',
      text: `insert into retraction as known
               (patient_id, observation_id, code, taken_at, set_id, retracted_by, reason, retracted_at, known_at)
             select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[],
               $6::jsonb[], $7::text[], $8::timestamptz[], $9::timestamptz[])
             on conflict (patient_id, observation_id) do update set
               set_id = excluded.set_id, retracted_by = excluded.retracted_by, reason = excluded.reason,
               retracted_at = excluded.retracted_at
             where (excluded.retracted_at, excluded.set_id) < (known.retracted_at, known.set_id)
             returning patient_id, observation_id`,
      values: [
        retractions.map(({ patientId }) => patientId),
        retractions.map(({ observationId }) => observationId),
        retractions.map(({ code }) => code),
        retractions.map(({ takenAt }) => takenAt),
        retractions.map(({ setId }) => setId),
        retractions.map(({ by }) => JSON.stringify(by)),
        retractions.map(({ reason }) => reason),
        retractions.map(({ at }) => at),
        retractions.map(knownAt),
      ],
    });
    const added = new Set(rows.map((row) => `${row.patient_id} ${row.observation_id}`));
    return retractions.filter(({ patientId, observationId }) => added.has(`${patientId} ${observationId}`));
  }

  /** The newest of each patient that a person made. */
  async newestByPerson(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, RetractionByPerson>> {
    const { rows } = await client.query<Omit<RetractionByPerson, 'at'> & { patient_id: PatientId; at: Date }>({
      name: 'retractions-newest-by-person',
      text: `select distinct on (patient_id) patient_id, retracted_by as by, reason, retracted_at as at
             from retraction where patient_id = any($1::uuid[]) and retracted_by ->> 'id' <> $2
             order by patient_id, retracted_at desc, observation_id`,
      values: [patientIds, homewardItself.id],
    });
    return new Map(rows.map(({ patient_id, by, reason, at }) => [patient_id, { by, reason, at: instant(at) }]));
  }

  /**
   * Lets the newest value of the retracted codes fall back to the one before, or to none. The rows are locked by a statement
   * of its own before the replacement is looked for: a newer reading that is being charted at this very time is either seen
   * here, or waits for the lock and then takes its place.
   */
  async fallBack(client: PoolClient, retractions: readonly RetractedObservation[]): Promise<void> {
    const patientIds = [...new Set(retractions.map(({ patientId }) => patientId))];
    await client.query({
      name: 'retractions-lock-latest',
      text: 'select from patient_latest where patient_id = any($1::uuid[]) order by patient_id for update',
      values: [patientIds],
    });
    await client.query({
      name: 'retractions-fall-back',
      text: `with again as (
               select patient_id, array_agg(code) as codes,
                      coalesce(jsonb_object_agg(code, newest) filter (where newest is not null), '{}'::jsonb) as by_code
               from (select patient_id, code, newest_observation(patient_id, code, 'infinity') as newest
                     from (select distinct * from unnest($1::uuid[], $2::text[]) as each (patient_id, code)) as wanted) as found
               group by patient_id)
             update patient_latest latest set by_code = (latest.by_code - again.codes) || again.by_code
             from again where latest.patient_id = again.patient_id`,
      values: [retractions.map(({ patientId }) => patientId), retractions.map(({ code }) => code)],
    });
  }

  /** Where the retracted observations stand on the chart; those that are not charted yet are left out. */
  async readingsOf(
    client: PoolClient,
    retractions: readonly RetractedObservation[],
  ): Promise<readonly ChangedReadings[]> {
    const { rows } = await client.query<{ patient_id: PatientId; taken_at: Date; set_id: EventId }>({
      name: 'retractions-readings-of',
      text: `select distinct patient_id, taken_at, c.set_id
             from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as wanted (patient_id, taken_at, observation_id)
             join charted_readings c using (patient_id, taken_at)
             where position(left(wanted.observation_id, 32) in c.observations::text) > 0
               and exists (select from json_array_elements(c.observations) as each (observation)
                           where observation_id(c.observations, each.observation) = wanted.observation_id::uuid)`,
      values: [
        retractions.map(({ patientId }) => patientId),
        retractions.map(({ takenAt }) => takenAt),
        retractions.map(({ observationId }) => observationId),
      ],
    });
    return rows.map((row) => ({ patientId: row.patient_id, takenAt: instant(row.taken_at), setId: row.set_id }));
  }
}
