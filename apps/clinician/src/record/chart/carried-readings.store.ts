import { Injectable } from '@nestjs/common';
import {
  type DeviceId,
  type EventId,
  instant,
  MessageId,
  type ObservationSetRecorded,
  type PatientId,
  type PersonReference,
  type Retraction,
  type Score,
  type ScoreJson,
  wholeScore,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { observationsOf, readingsColumns, type ReadingsRow } from './charted-row.store.ts';
import type { ShortObservation } from './short-observations.ts';

/** Readings on the chart of one patient. */
export interface ChartedReadings {
  readonly patientId: PatientId;
  /** How their message ids begin, where it is those that were carried there. */
  readonly messagesFrom?: string;
  /** By one of these devices, and received since. */
  readonly since?: { readonly at: Date; readonly deviceIds: readonly DeviceId[] };
}

interface RetractedByRow {
  readonly set_id: EventId;
  readonly retracted_by: PersonReference;
  readonly retracted_at: Date;
  readonly retracts: readonly Retraction[];
}

/** Reads what is to go to another record: from `charted_readings`, `retraction` and `score`. */
@Injectable()
export class CarriedReadingsStore {
  /** As the sets that they came in, in the order in which these were received. */
  async sets(
    client: PoolClient,
    { patientId, messagesFrom, since }: ChartedReadings,
  ): Promise<readonly ObservationSetRecorded[]> {
    const { rows } = await client.query<ReadingsRow & { readonly observations: readonly ShortObservation[] }>(
      `select ${readingsColumns}, c.observations from charted_readings c
       where c.patient_id = $1 and ($2::text is null or starts_with(c.message_id, $2))
         and ($3::timestamptz is null or (c.received_at >= $3 and c.device_id = any($4::text[])))
       order by c.received_at, c.set_id, c.taken_at`,
      [patientId, messagesFrom ?? null, since?.at ?? null, since?.deviceIds ?? []],
    );
    const sets = new Map<EventId, ObservationSetRecorded>();
    for (const row of rows) {
      const { observations, ...set } = sets.get(row.set_id) ?? setOf(row);
      sets.set(row.set_id, { ...set, observations: [...observations, ...observationsOf(row.observations, row)] });
    }
    return [...sets.values()];
  }

  /** What was retracted of the patient, as sets that only retract; of these observations alone, where they are named. */
  async retractions(
    client: PoolClient,
    patientId: PatientId,
    observationIds?: readonly string[],
  ): Promise<readonly ObservationSetRecorded[]> {
    const { rows } = await client.query<RetractedByRow>(
      `select set_id, retracted_by, retracted_at, json_agg(json_build_object('observationId', observation_id, 'code', code,
         'takenAt', to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reason', reason)) as retracts
       from retraction where patient_id = $1 and ($2::uuid[] is null or observation_id = any($2::uuid[]))
       group by set_id, retracted_by, retracted_at order by retracted_at, set_id`,
      [patientId, observationIds ?? null],
    );
    return rows.map((row) => ({
      id: row.set_id,
      patientId,
      // An id and a word are a message id.
      messageId: MessageId.parse(`retract ${row.set_id}`),
      enteredBy: row.retracted_by,
      source: 'clinician',
      receivedAt: instant(row.retracted_at),
      observations: [],
      retracts: [...row.retracts],
    }));
  }

  /** How many readings of the patient count. */
  async count(client: Pick<PoolClient, 'query'>, patientId: PatientId): Promise<number> {
    const { rows } = await client.query<{ readonly count: number }>(
      `select coalesce(sum(json_array_length(observations)), 0)::int
           - (select count(*)::int from retraction where patient_id = $1) as count
       from charted_readings where patient_id = $1`,
      [patientId],
    );
    return Math.max(0, rows[0]?.count ?? 0);
  }

  /** The scores that stand, of before a time. */
  async scores(client: PoolClient, patientId: PatientId, before: Date): Promise<readonly Score[]> {
    const { rows } = await client.query<{ readonly at: Date; readonly score: ScoreJson }>(
      'select at, score from score where patient_id = $1 and at < $2 and not withdrawn order by at',
      [patientId, before],
    );
    return rows.map(({ at, score }) => wholeScore(score, { patientId, at: instant(at) }));
  }

  /** Takes back the scores of before a time that were put there at another: the versions as they were are kept. */
  async withdrawScores(
    client: PoolClient,
    patientId: PatientId,
    { before, putAt, at }: { readonly before: Date; readonly putAt: Date; readonly at: Date },
  ): Promise<void> {
    await client.query(
      `update score set withdrawn = true, revision = revision + 1, known_at = $4,
         score = (score::jsonb || jsonb_build_object('withdrawn', true, 'revision', revision + 1))::json
       where patient_id = $1 and at < $2 and known_at = $3 and not withdrawn`,
      [patientId, before, putAt, at],
    );
  }
}

function setOf(row: ReadingsRow): ObservationSetRecorded {
  return {
    id: row.set_id,
    patientId: row.patient_id,
    messageId: row.message_id,
    ...(row.device_id === null ? {} : { deviceId: row.device_id }),
    ...(row.entered_by === null ? {} : { enteredBy: row.entered_by }),
    source: row.source,
    receivedAt: instant(row.received_at),
    observations: [],
    ...(row.released_by === null ? {} : { releasedBy: row.released_by }),
  };
}
