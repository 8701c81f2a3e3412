import type { EventId, PatientId, Score, ScoreInput } from '#libs/contracts';
import { instant } from '#libs/contracts';
import type { PoolClient } from 'pg';
import { type Moment, momentReading } from './moment.ts';

/** A changed moment with its score's JSON, which is stored and published as it is; null where it is not scored. */
export interface MomentText {
  readonly patientId: PatientId;
  readonly moment: Moment;
  readonly text: string | null;
}

/** Consecutive moments up to the newest. */
export interface StoredMoments {
  readonly moments: readonly Moment[];
  readonly fromTheBeginning: boolean;
}

/** What a cause touched: its own moment and later ones. */
export interface CauseOfMoments {
  readonly id: EventId;
  readonly patientId: PatientId;
  readonly fromMs: number;
}

interface MomentRow {
  readonly patient_id: PatientId;
  readonly at_ms: string;
  readonly caused_by: EventId;
  readonly score: Score | null;
  readonly inputs: readonly ScoreInput[] | null;
}

/** SQL of `moment`: one row a patient and moment, with the score, or with the readings alone where it is withheld. */
export class MomentsStore {
  /** The newest moments of each patient, at most so many. */
  async newest(
    client: PoolClient,
    patientIds: readonly PatientId[],
    count: number,
  ): Promise<Map<string, StoredMoments>> {
    const { rows } = await client.query<MomentRow>({
      name: 'scoring-newest-moments',
      text: `SELECT newest.* FROM unnest($1::uuid[]) AS patient (id)
             CROSS JOIN LATERAL (
               SELECT patient_id, extract(epoch FROM at) * 1000 AS at_ms, caused_by, score, inputs
               FROM moment WHERE patient_id = patient.id ORDER BY at DESC LIMIT $2
             ) AS newest
             ORDER BY patient_id, at_ms`,
      values: [patientIds, count],
    });
    const found = Map.groupBy(rows, (row): string => row.patient_id);
    return new Map(
      patientIds.map((patientId) => {
        const moments = (found.get(patientId) ?? []).map(momentOf);
        return [patientId, { moments, fromTheBeginning: moments.length < count }];
      }),
    );
  }

  /** A patient's moments from the one at or before a time, up to the newest. */
  async since(client: PoolClient, patientId: PatientId, fromMs: number): Promise<StoredMoments> {
    const { rows } = await client.query<MomentRow>({
      name: 'scoring-moments-since',
      text: `SELECT patient_id, extract(epoch FROM at) * 1000 AS at_ms, caused_by, score, inputs
             FROM moment
             WHERE patient_id = $1
               AND at >= coalesce((SELECT max(at) FROM moment WHERE patient_id = $1 AND at <= $2), '-infinity')
             ORDER BY at`,
      values: [patientId, instant(fromMs)],
    });
    const moments = rows.map(momentOf);
    return { moments, fromTheBeginning: moments[0] === undefined || moments[0].atMs > fromMs };
  }

  async save(client: PoolClient, changed: readonly MomentText[]): Promise<void> {
    await client.query({
      name: 'scoring-save-moments',
      text: `INSERT INTO moment (patient_id, at, caused_by, score, inputs)
             SELECT patient_id, at, caused_by,
               CASE WHEN json_typeof(score) <> 'null' THEN score END,
               CASE WHEN json_typeof(inputs) <> 'null' THEN inputs END
             FROM ROWS FROM (
               unnest($1::uuid[]), unnest($2::timestamptz[]), unnest($3::uuid[]),
               json_array_elements($4::json), json_array_elements($5::json)
             ) AS changed (patient_id, at, caused_by, score, inputs)
             ON CONFLICT (patient_id, at) DO UPDATE
             SET caused_by = excluded.caused_by, score = excluded.score, inputs = excluded.inputs`,
      values: [
        changed.map(({ patientId }) => patientId),
        changed.map(({ moment }) => moment.score?.at ?? instant(moment.atMs)),
        changed.map(({ moment }) => moment.causedBy),
        jsonArray(changed.map(({ text }) => text)),
        jsonArray(
          changed.map(({ moment, text }) =>
            text === null ? JSON.stringify(moment.inputs.map(({ input }) => input)) : null,
          ),
        ),
      ],
    });
  }

  /** The scores that these causes made or changed and that nothing has changed since. */
  async causedBy(client: PoolClient, causes: readonly CauseOfMoments[]): Promise<readonly StoredScore[]> {
    const { rows } = await client.query<StoredScore>({
      name: 'scoring-moments-caused-by',
      text: `SELECT moment.patient_id AS "patientId", moment.score::text AS text
             FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS cause (id, patient_id, since)
             JOIN moment ON moment.patient_id = cause.patient_id AND moment.at >= cause.since
               AND moment.caused_by = cause.id
             WHERE moment.score IS NOT NULL
             ORDER BY moment.patient_id, moment.at`,
      values: [
        causes.map(({ id }) => id),
        causes.map(({ patientId }) => patientId),
        causes.map(({ fromMs }) => instant(fromMs)),
      ],
    });
    return rows;
  }
}

/** A score as it was stored, for publishing once more. */
export interface StoredScore {
  readonly patientId: string;
  readonly text: string;
}

/**
 * JSON texts as one JSON array. Sent so, they go over as they are; in a Postgres array every quotation mark would have to be
 * escaped, which costs more than all the rest of sending them.
 */
function jsonArray(texts: readonly (string | null)[]): string {
  return `[${texts.map((text) => text ?? 'null').join(',')}]`;
}

function momentOf(row: MomentRow): Moment {
  return {
    atMs: Number(row.at_ms),
    inputs: (row.score?.inputs ?? row.inputs ?? []).map(momentReading),
    score: row.score,
    causedBy: row.caused_by,
  };
}
