import { Inject, Injectable } from '@nestjs/common';
import { type ObservationCode, observationCodes } from '#libs/clinical';
import {
  type ChartedObservation,
  type DeviceId,
  type EventId,
  instant,
  type Instant,
  type Observation,
  type ObservationId,
  type PatientId,
  type Score,
  type ScoreJson,
  wholeScore,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import {
  charted,
  observationsOf,
  readingsColumns,
  type ReadingsRow,
  retractedColumns,
  type RetractedRow,
} from './charted-row.store.ts';
import { type ShortObservation, wholeObservation, withUnit } from './short-observations.ts';

/** The readings of one observation set that were taken at one time. */
export interface ReadingsReference {
  readonly patientId: PatientId;
  readonly takenAt: Instant;
  readonly setId: EventId;
}

export interface ScoreReference {
  readonly patientId: PatientId;
  readonly at: Instant;
}

/** Newest first; `from` is included, `until` is not. */
export interface HistoryRange {
  readonly patientId: PatientId;
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly limit: number;
  /** As it was known then; undefined for as it is known now. */
  readonly asOf: Instant | undefined;
}

/** One observation, and where the page after it begins: time taken, set, and index within the set. */
export interface ListedObservation {
  readonly observation: ChartedObservation;
  readonly cursor: readonly [takenAt: string, setId: string, index: number];
}

/** What the chart says of a patient at a glance. */
export interface LatestOfPatient {
  readonly score: Score | null;
  /** The newest value of each code, in the order of the codes. */
  readonly latest: readonly Observation[];
}

/** Observation sets and readings that were received, and how many of these came too late to be scored. */
export interface ReceivedOfPatient {
  readonly patientId: PatientId;
  readonly sets: number;
  readonly readings: number;
  readonly tooLate: number;
}

interface LatestRow {
  readonly patient_id: PatientId;
  readonly at: Date | null;
  readonly score: ScoreJson | null;
  readonly by_code: Readonly<Record<string, Observation | null>> | null;
}

/** By the id of the observation. */
type Retractions = Readonly<Record<string, RetractedRow>> | null;

const notRetracted: RetractedRow = { retracted_by: null, reason: null, retracted_at: null };

const notWithdrawn = `where patient_id = $1 and not withdrawn
  and at >= coalesce($2::timestamptz, '-infinity')
  and at < least(coalesce($3::timestamptz, 'infinity'), coalesce($4::timestamptz, 'infinity'))
  order by at desc limit $5`;

/** Reads the tables `charted_readings`, `retraction`, `score` and `score_version`: what was observed and what it scored. */
@Injectable()
export class ChartStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One row more than `limit`, where there is one. */
  async observations(
    range: HistoryRange & {
      readonly code: string | undefined;
      readonly after: ListedObservation['cursor'] | undefined;
    },
  ): Promise<readonly ListedObservation[]> {
    const [takenAt = null, setId = null, index = null] = range.after ?? [];
    const { rows } = await this.database.pool.query<
      ReadingsRow & RetractedRow & { id: ObservationId; observation: ShortObservation; index: number }
    >({
      name: 'chart-observations',
      // Nothing is taken a day after it became known. The bound on (taken_at, set_id) is what the index is read by; the
      // rest of the cursor filters within one set.
      text: `select ${readingsColumns}, each.id, each.observation, each.index::int as index, ${retractedColumns}
             from charted_readings c
             cross join lateral (
               select observation_id(c.observations, observation) as id, observation, index
               from json_array_elements(c.observations) with ordinality as one (observation, index)) as each
             left join retraction r on r.patient_id = c.patient_id and r.observation_id = each.id
               and ($9::timestamptz is null or r.known_at <= $9)
             where c.patient_id = $1
               and ($9::timestamptz is null or c.known_at <= $9)
               and c.taken_at >= coalesce($2::timestamptz, '-infinity')
               and c.taken_at < least(coalesce($3::timestamptz, 'infinity'), $9::timestamptz + interval '1 day')
               and ($4::text is null or each.observation ->> 'code' = $4)
               and ($5::timestamptz is null or (c.taken_at, c.set_id) <= ($5, $6::uuid))
               and ($5::timestamptz is null or (c.taken_at, c.set_id) <> ($5, $6::uuid) or each.index > $7::int)
             order by c.taken_at desc, c.set_id desc, each.index
             limit $8`,
      values: [
        range.patientId,
        range.from ?? null,
        range.until ?? null,
        range.code ?? null,
        takenAt,
        setId,
        index,
        range.limit + 1,
        range.asOf ?? null,
      ],
    });
    return rows.map((row) => ({
      observation: charted(row, wholeObservation(row.observation, { id: row.id, takenAt: instant(row.taken_at) }), row),
      cursor: [instant(row.taken_at), row.set_id, row.index],
    }));
  }

  /** The observations of each reference, in the order of the references; empty for what is not there. */
  async observationsOf(references: readonly ReadingsReference[]): Promise<readonly (readonly ChartedObservation[])[]> {
    if (references.length === 0) return [];
    const { rows } = await this.database.pool.query<
      ReadingsRow & { n: string; observations: readonly ShortObservation[]; retractions: Retractions }
    >({
      name: 'chart-observations-of',
      text: `select wanted.n, ${readingsColumns}, c.observations, (
               select jsonb_object_agg(r.observation_id, jsonb_build_object(
                 'retracted_by', r.retracted_by, 'reason', r.reason, 'retracted_at', r.retracted_at))
               from retraction r where r.patient_id = c.patient_id and r.taken_at = c.taken_at) as retractions
             from unnest($1::uuid[], $2::timestamptz[], $3::uuid[])
                  with ordinality as wanted (patient_id, taken_at, set_id, n)
             join charted_readings c using (patient_id, taken_at, set_id)`,
      values: [
        references.map(({ patientId }) => patientId),
        references.map(({ takenAt }) => takenAt),
        references.map(({ setId }) => setId),
      ],
    });
    const found = new Map(rows.map((row) => [Number(row.n), row]));
    return references.map((_reference, at) => {
      const row = found.get(at + 1);
      if (row === undefined) return [];
      return observationsOf(row.observations, row).map((observation) =>
        charted(row, observation, row.retractions?.[observation.id] ?? notRetracted),
      );
    });
  }

  /** Those that stand; one row more than `limit`, where there is one. */
  async scores(range: HistoryRange & { readonly before: string | undefined }): Promise<readonly Score[]> {
    const { patientId, from = null, until = null, before = null, limit, asOf } = range;
    const values = [patientId, from, until, before, limit + 1];
    const { rows } = await this.database.pool.query<{ at: Date; score: ScoreJson }>(
      asOf === undefined
        ? { name: 'chart-scores', text: `select at, score from score ${notWithdrawn}`, values }
        : {
            name: 'chart-scores-as-of',
            text: `select at, score from (
                     select patient_id, at, withdrawn, score from score
                     where patient_id = $1 and at < $6::timestamptz + interval '1 day' and known_at <= $6
                     union all
                     select patient_id, at, withdrawn, score from score_version
                     where patient_id = $1 and at < $6::timestamptz + interval '1 day' and known_at <= $6 and superseded_at > $6) as known ${notWithdrawn}`,
            values: [...values, asOf],
          },
    );
    return rows.map(({ at, score }) => wholeScore(score, { patientId, at: instant(at) }));
  }

  /** @param until what was taken later than this was taken by a clock that was ahead, and is not the newest before its time. */
  async latestOf(patientIds: readonly PatientId[], until: Instant): Promise<ReadonlyMap<PatientId, LatestOfPatient>> {
    const { rows } = await this.database.pool.query<LatestRow>({
      name: 'chart-latest-of',
      text: `select wanted.patient_id, newest.at, newest.score,
               case when latest.newest_taken_at <= $2 then latest.by_code else (
                 select jsonb_object_agg(code, newest_observation(wanted.patient_id, code, 'infinity', $2))
                 from jsonb_object_keys(latest.by_code) as code) end as by_code
             from unnest($1::uuid[]) as wanted (patient_id)
             left join patient_latest latest using (patient_id)
             left join lateral (
               select at, score from score where score.patient_id = wanted.patient_id and not withdrawn and at <= $2
               order by at desc limit 1) newest on true`,
      values: [patientIds, until],
    });
    return latestByPatient(rows);
  }

  async latestAsOf(patientIds: readonly PatientId[], asOf: Instant): Promise<ReadonlyMap<PatientId, LatestOfPatient>> {
    const { rows } = await this.database.pool.query<LatestRow>({
      name: 'chart-latest-as-of',
      // Codes that were ever observed: of one whose only observation is retracted by now, the retraction tells. No score
      // belongs to a day after it became known, so the history need not be read from its end.
      text: `select wanted.patient_id, newest.at, newest.score, latest.by_code
             from unnest($1::uuid[]) as wanted (patient_id)
             left join lateral (
               select jsonb_object_agg(code, newest_observation(wanted.patient_id, code, $2::timestamptz)) as by_code
               from (select jsonb_object_keys(by_code) as code from patient_latest where patient_id = wanted.patient_id
                     union select code from retraction where patient_id = wanted.patient_id) as observed) latest on true
             left join lateral (
               select at, score from (
                 (select at, score from score
                  where patient_id = wanted.patient_id and at < $2::timestamptz + interval '1 day' and known_at <= $2
                    and not withdrawn
                  order by at desc limit 1)
                 union all
                 (select at, score from score_version
                  where patient_id = wanted.patient_id and at < $2::timestamptz + interval '1 day' and known_at <= $2
                    and superseded_at > $2 and not withdrawn
                  order by at desc limit 1)) as known
               order by at desc limit 1) newest on true`,
      values: [patientIds, asOf],
    });
    return latestByPatient(rows);
  }

  async lastReceivedFrom(
    held: readonly { readonly deviceId: DeviceId; readonly patientId: PatientId }[],
    since: Instant,
    client: Pick<PoolClient, 'query'> = this.database.pool,
  ): Promise<ReadonlyMap<DeviceId, Instant>> {
    const { rows } = await client.query<{ device_id: DeviceId; received_at: Date }>({
      name: 'chart-last-received-from',
      text: `select wanted.device_id, newest.received_at
             from unnest($1::uuid[], $2::text[]) as wanted (patient_id, device_id)
             cross join lateral (
               select received_at from charted_readings c
               where c.patient_id = wanted.patient_id and c.taken_at > $3 and c.device_id = wanted.device_id
               order by c.taken_at desc limit 1) newest`,
      values: [held.map(({ patientId }) => patientId), held.map(({ deviceId }) => deviceId), since],
    });
    return new Map(rows.map(({ device_id, received_at }) => [device_id, instant(received_at)]));
  }

  /** What came in of each device since an instant each with times that were not corrected; not what a person released. */
  async uncorrectedSince(
    held: readonly { readonly deviceId: DeviceId; readonly patientId: PatientId; readonly since: Instant }[],
  ): Promise<readonly { readonly deviceId: DeviceId; readonly codes: readonly ObservationCode[] }[]> {
    const { rows } = await this.database.pool.query<{ deviceId: DeviceId; codes: readonly ObservationCode[] }>({
      name: 'chart-uncorrected-since',
      text: `select wanted.device_id as "deviceId", array(
                 select each.observation ->> 'code' from json_array_elements(c.observations) as each (observation)) as codes
             from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as wanted (patient_id, device_id, since)
             join charted_readings c on c.patient_id = wanted.patient_id and c.taken_at > wanted.since
               and c.device_id = wanted.device_id and c.received_at >= wanted.since and c.released_by is null
             where c.observations::text not like '%"correctedBy"%'`,
      values: [
        held.map(({ patientId }) => patientId),
        held.map(({ deviceId }) => deviceId),
        held.map(({ since }) => since),
      ],
    });
    return rows;
  }

  async receivedIn({
    from,
    until,
  }: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<readonly ReceivedOfPatient[]> {
    const { rows } = await this.database.pool.query<ReceivedOfPatient>({
      name: 'chart-received-in',
      text: `select patient_id as "patientId", count(distinct set_id)::int as sets,
               sum(json_array_length(observations))::int as readings,
               sum((length(observations::text) - length(replace(observations::text, '"tooLateToScore"', ''))) / 16)::int
                 as "tooLate"
             from charted_readings where received_at >= $1 and received_at < $2 group by patient_id`,
      values: [from, until],
    });
    return rows;
  }

  async lowRiskSince(
    client: PoolClient,
    since: readonly { readonly patientId: PatientId; readonly after: Instant }[],
  ): Promise<ReadonlyMap<PatientId, readonly Instant[]>> {
    const { rows } = await client.query<{ patient_id: PatientId; times: readonly Date[] }>({
      name: 'chart-low-risk-since',
      text: `select s.patient_id, array_agg(s.at order by s.at) as times
             from unnest($1::uuid[], $2::timestamptz[]) as wanted (patient_id, after)
             join score s on s.patient_id = wanted.patient_id and s.at > wanted.after and not s.withdrawn
               and coalesce(s.score ->> 'highestTier', s.tier) = 'low'
             group by s.patient_id`,
      values: [since.map(({ patientId }) => patientId), since.map(({ after }) => after)],
    });
    return new Map(rows.map(({ patient_id, times }) => [patient_id, times.map((at) => instant(at))]));
  }

  /** The JSON of each score as it is published, in the order of the references; undefined for what is not there. */
  async scoreTexts(references: readonly ScoreReference[]): Promise<readonly (string | undefined)[]> {
    if (references.length === 0) return [];
    const { rows } = await this.database.pool.query<{ n: string; score: ScoreJson }>({
      name: 'chart-score-texts',
      text: `select wanted.n, s.score
             from unnest($1::uuid[], $2::timestamptz[]) with ordinality as wanted (patient_id, at, n)
             join score s using (patient_id, at)`,
      values: [references.map(({ patientId }) => patientId), references.map(({ at }) => at)],
    });
    const found = new Map(rows.map(({ n, score }) => [Number(n), score]));
    return references.map((reference, index) => {
      const stored = found.get(index + 1);
      return stored && JSON.stringify(wholeScore(stored, reference));
    });
  }
}

function latestByPatient(rows: readonly LatestRow[]): ReadonlyMap<PatientId, LatestOfPatient> {
  return new Map(
    rows.map(({ patient_id: patientId, at, score, by_code }) => [
      patientId,
      {
        score: at === null || score === null ? null : wholeScore(score, { patientId, at: instant(at) }),
        latest: observationCodes.flatMap((code) => by_code?.[code] ?? []).map(withUnit),
      },
    ]),
  );
}
