import { Inject, Injectable } from '@nestjs/common';
import {
  type ChartedObservation,
  type DeviceId,
  type EventId,
  instant,
  type Instant,
  type MessageId,
  type Observation,
  type ObservationSource,
  type PatientId,
  type Score,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../parts.module.ts';

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
}

/** One observation with its place in the history: time taken, set, and index within the set. */
export interface PlacedObservation {
  readonly observation: ChartedObservation;
  readonly place: readonly [takenAt: string, setId: string, index: number];
}

interface ReadingsRow {
  readonly patient_id: PatientId;
  readonly taken_at: Date;
  readonly set_id: EventId;
  readonly received_at: Date;
  readonly message_id: MessageId;
  readonly device_id: DeviceId | null;
  readonly entered_by: string | null;
  readonly source: ObservationSource;
}

const readingsColumns =
  'c.patient_id, c.taken_at, c.set_id, c.received_at, c.message_id, c.device_id, c.entered_by, c.source';

/** Reads the tables `charted_readings` and `score`: what was observed and what it scored. */
@Injectable()
export class ChartStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One row more than `limit`, where there is one. */
  async observations(
    range: HistoryRange & { readonly code: string | undefined; readonly after: PlacedObservation['place'] | undefined },
  ): Promise<readonly PlacedObservation[]> {
    const [takenAt = null, setId = null, index = null] = range.after ?? [];
    const { rows } = await this.database.pool.query<ReadingsRow & { observation: Observation; index: number }>({
      name: 'chart-observations',
      // The bound on (taken_at, set_id) is what the index is read by; the rest of the cursor filters within one set.
      text: `select ${readingsColumns}, each.observation, each.index::int as index
             from charted_readings c
             cross join lateral json_array_elements(c.observations) with ordinality as each (observation, index)
             where c.patient_id = $1
               and c.taken_at >= coalesce($2::timestamptz, '-infinity')
               and c.taken_at < coalesce($3::timestamptz, 'infinity')
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
      ],
    });
    return rows.map((row) => ({
      observation: charted(row, row.observation),
      place: [instant(row.taken_at), row.set_id, row.index],
    }));
  }

  /** The observations of each reference, in the order of the references; empty for what is not there. */
  async observationsOf(references: readonly ReadingsReference[]): Promise<readonly (readonly ChartedObservation[])[]> {
    if (references.length === 0) return [];
    const { rows } = await this.database.pool.query<ReadingsRow & { n: string; observations: readonly Observation[] }>({
      name: 'chart-observations-of',
      text: `select wanted.n, ${readingsColumns}, c.observations
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
      return row === undefined ? [] : row.observations.map((observation) => charted(row, observation));
    });
  }

  /** One row more than `limit`, where there is one. */
  async scores(range: HistoryRange & { readonly before: string | undefined }): Promise<readonly Score[]> {
    const { rows } = await this.database.pool.query<{ score: Score }>({
      name: 'chart-scores',
      text: `select score from score
             where patient_id = $1
               and at >= coalesce($2::timestamptz, '-infinity')
               and at < least(coalesce($3::timestamptz, 'infinity'), coalesce($4::timestamptz, 'infinity'))
             order by at desc
             limit $5`,
      values: [range.patientId, range.from ?? null, range.until ?? null, range.before ?? null, range.limit + 1],
    });
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

function charted(row: ReadingsRow, observation: Observation): ChartedObservation {
  return {
    ...observation,
    patientId: row.patient_id,
    messageId: row.message_id,
    deviceId: row.device_id,
    source: row.source,
    enteredBy: row.entered_by,
    receivedAt: instant(row.received_at),
  };
}
