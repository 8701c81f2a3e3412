import { Inject, Injectable } from '@nestjs/common';
import {
  type ChartedObservation,
  type EventId,
  instant,
  type Instant,
  type Observation,
  type PatientId,
  type Score,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';
import {
  charted,
  readingsColumns,
  type ReadingsRow,
  retractedColumns,
  type RetractedRow,
} from './charted-row.store.ts';

/** The readings of one observation set that were taken at one moment. */
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

/** One observation with its place in the history: time taken, set, and index within the set. */
export interface PlacedObservation {
  readonly observation: ChartedObservation;
  readonly place: readonly [takenAt: string, setId: string, index: number];
}

/** By the id of the observation. */
type Retractions = Readonly<Record<string, RetractedRow>> | null;

const notRetracted: RetractedRow = { retracted_by: null, reason: null, retracted_at: null };

const standing = `where patient_id = $1 and not withdrawn
  and at >= coalesce($2::timestamptz, '-infinity')
  and at < least(coalesce($3::timestamptz, 'infinity'), coalesce($4::timestamptz, 'infinity'))
  order by at desc limit $5`;

/** Reads the tables `charted_readings`, `retraction`, `score` and `score_version`: what was observed and what it scored. */
@Injectable()
export class ChartStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One row more than `limit`, where there is one. */
  async observations(
    range: HistoryRange & { readonly code: string | undefined; readonly after: PlacedObservation['place'] | undefined },
  ): Promise<readonly PlacedObservation[]> {
    const [takenAt = null, setId = null, index = null] = range.after ?? [];
    const { rows } = await this.database.pool.query<
      ReadingsRow & RetractedRow & { observation: Observation; index: number }
    >({
      name: 'chart-observations',
      // Nothing is taken a day after it became known. The bound on (taken_at, set_id) is what the index is read by; the
      // rest of the cursor filters within one set.
      text: `select ${readingsColumns}, each.observation, each.index::int as index, ${retractedColumns}
             from charted_readings c
             cross join lateral json_array_elements(c.observations) with ordinality as each (observation, index)
             left join retraction r on r.patient_id = c.patient_id
               and r.observation_id = (each.observation ->> 'id')::uuid
               and ($9::timestamptz is null or r.known_at <= $9)
             where c.patient_id = $1
               and ($9::timestamptz is null or coalesce(c.known_at, c.received_at) <= $9)
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
      observation: charted(row, row.observation, row),
      place: [instant(row.taken_at), row.set_id, row.index],
    }));
  }

  /** The observations of each reference, in the order of the references; empty for what is not there. */
  async observationsOf(references: readonly ReadingsReference[]): Promise<readonly (readonly ChartedObservation[])[]> {
    if (references.length === 0) return [];
    const { rows } = await this.database.pool.query<
      ReadingsRow & { n: string; observations: readonly Observation[]; retractions: Retractions }
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
      return row.observations.map((observation) =>
        charted(row, observation, row.retractions?.[observation.id] ?? notRetracted),
      );
    });
  }

  /** Those that stand; one row more than `limit`, where there is one. */
  async scores(range: HistoryRange & { readonly before: string | undefined }): Promise<readonly Score[]> {
    const { patientId, from = null, until = null, before = null, limit, asOf } = range;
    const values = [patientId, from, until, before, limit + 1];
    const { rows } = await this.database.pool.query<{ score: Score }>(
      asOf === undefined
        ? { name: 'chart-scores', text: `select score from score ${standing}`, values }
        : {
            name: 'chart-scores-as-of',
            text: `select score from (
                     select patient_id, at, withdrawn, score from score
                     where patient_id = $1 and at < $6::timestamptz + interval '1 day' and known_at <= $6
                     union all
                     select patient_id, at, withdrawn, score from score_version
                     where patient_id = $1 and at < $6::timestamptz + interval '1 day' and known_at <= $6 and superseded_at > $6) as known ${standing}`,
            values: [...values, asOf],
          },
    );
    return rows.map(({ score }) => score);
  }

  /** The JSON of each score, in the order of the references; undefined for what is not there. */
  async scoreTexts(references: readonly ScoreReference[]): Promise<readonly (string | undefined)[]> {
    if (references.length === 0) return [];
    const { rows } = await this.database.pool.query<{ n: string; score: string }>({
      name: 'chart-score-texts',
      text: `select wanted.n, s.score::text as score
             from unnest($1::uuid[], $2::timestamptz[]) with ordinality as wanted (patient_id, at, n)
             join score s using (patient_id, at)`,
      values: [references.map(({ patientId }) => patientId), references.map(({ at }) => at)],
    });
    const found = new Map(rows.map(({ n, score }) => [Number(n), score]));
    return references.map((_reference, at) => found.get(at + 1));
  }
}
