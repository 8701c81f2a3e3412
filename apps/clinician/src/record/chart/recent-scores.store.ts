import { Inject, Injectable } from '@nestjs/common';
import {
  instant,
  type Instant,
  type LastWholeScore,
  type Observation,
  type PatientId,
  type Score,
  type ScoreJson,
  type TrendPoint,
  wholeScore,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { ScoreReference } from './chart.store.ts';
import type { PatientGroup, TierCount } from './tier-counts.ts';

/** A score as a point of a curve, with the chart that it is by. */
export interface ScoredPoint extends TrendPoint {
  readonly ruleSet: string;
}

/** How often a score asks to measure, in the words of its chart. */
export interface MonitoringAsked extends ScoreReference {
  readonly ruleSet: string;
  readonly monitoring: string;
}

/** The newest score at a glance, and when the newest value of each code was taken. */
export interface NewestTimes {
  readonly score:
    (Pick<Score, 'at' | 'tier' | 'total' | 'ruleSet' | 'monitoring'> & { readonly asked: Score['asked'] }) | null;
  readonly latest: readonly Pick<Observation, 'code' | 'takenAt'>[];
}

/** The scores as they stood at an instant, which is a parameter of the query; a patient's are found by index. */
const knownAt = (parameter: string): string => `(
  select patient_id, at, withdrawn, score from score where known_at <= ${parameter}
  union all
  select patient_id, at, withdrawn, score from score_version
  where known_at <= ${parameter} and superseded_at > ${parameter})`;

const pointInColumns = 's.min_total as min, s.max_total as max, s.rule_set as "ruleSet"';
// What a whole score and its range have in common is stored once: only a range has a `max` of its own (see `shortScore`).
const pointInJson = `(s.score ->> 'min')::int as min, coalesce(s.score ->> 'max', s.score ->> 'min')::int as max,
  s.score ->> 'ruleSet' as "ruleSet"`;
const totalInJson = `coalesce(s.score ->> 'total', case when s.score ->> 'max' is null then s.score ->> 'min' end)`;

/** Reads the tables `score` and `score_version`, a little of each score for many patients at once. */
@Injectable()
export class RecentScoresStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Of each of twelve periods of two hours the newest score that stands, oldest first: a watch makes one every minute, and
   * reading all of them for a whole ward takes seconds.
   *
   * @param until the end of the last period, which the newest score is in though its time may be a little later.
   */
  async trendsOf(
    patientIds: readonly PatientId[],
    until: Instant,
    { asOf }: { readonly asOf: Instant | undefined },
  ): Promise<ReadonlyMap<PatientId, readonly ScoredPoint[]>> {
    const { rows } = await this.database.pool.query<Omit<ScoredPoint, 'at'> & { patient_id: PatientId; at: Date }>({
      name: `recent-scores-trends${asOf === undefined ? '' : '-as-of'}`,
      text: `select wanted.patient_id, newest.*
             from unnest($2::uuid[]) with ordinality as wanted (patient_id, n)
             cross join generate_series(11, 0, -1) as back
             cross join lateral (
               select s.at, ${asOf === undefined ? pointInColumns : pointInJson}
               from ${asOf === undefined ? 'score' : knownAt('$1')} s
               where s.patient_id = wanted.patient_id and not s.withdrawn
                 and s.at > $1::timestamptz - (back + 1) * interval '2 hours'
                 and s.at <= case when back = 0 then 'infinity' else $1::timestamptz - back * interval '2 hours' end
               order by s.at desc limit 1) newest
             order by wanted.n, back desc`,
      values: [asOf ?? until, patientIds],
    });
    const points = rows.map(({ patient_id, at, ...point }) => ({ patient_id, point: { at: instant(at), ...point } }));
    const byPatient = Map.groupBy(points, ({ patient_id }) => patient_id);
    return new Map([...byPatient].map(([patientId, found]) => [patientId, found.map(({ point }) => point)]));
  }

  /** Of each patient who has been scored the newest score that stands, in a word. */
  async newestPointsOf(
    patientIds: readonly PatientId[],
    { asOf, client }: { readonly asOf?: Instant | undefined; readonly client?: PoolClient },
  ): Promise<ReadonlyMap<PatientId, TrendPoint>> {
    const { rows } = await (client ?? this.database.pool).query<
      Omit<TrendPoint, 'at'> & { readonly patient_id: PatientId; readonly at: Date }
    >({
      name: `recent-scores-newest-points${asOf === undefined ? '' : '-as-of'}`,
      text: `select wanted.patient_id, newest.at, newest.min, newest.max
             from unnest($1::uuid[]) as wanted (patient_id)
             cross join lateral (
               select s.at, ${asOf === undefined ? pointInColumns : pointInJson}
               from ${asOf === undefined ? 'score' : knownAt('$2')} s
               where s.patient_id = wanted.patient_id and not s.withdrawn
               order by s.at desc limit 1) newest`,
      values: asOf === undefined ? [patientIds] : [patientIds, asOf],
    });
    return new Map(rows.map(({ patient_id, at, min, max }) => [patient_id, { at: instant(at), min, max }]));
  }

  /** The newest score of a patient that stands, by the given connection. */
  async newest(client: PoolClient, patientId: PatientId): Promise<Score | undefined> {
    const { rows } = await client.query<ScoreRow>({
      name: 'recent-scores-newest',
      text: 'select at, score from score where patient_id = $1 and not withdrawn order by at desc limit 1',
      values: [patientId],
    });
    return rows.map((row) => scoreOf(row, patientId)).at(0);
  }

  /** The newest 200 that stand since an instant in which readings were taken beside others, by the given connection. */
  async withBeside(client: PoolClient, patientId: PatientId, since: Instant): Promise<readonly Score[]> {
    const { rows } = await client.query<ScoreRow>({
      name: 'recent-scores-with-beside',
      text: `select at, score from score
             where patient_id = $1 and at > $2 and not withdrawn and score::text like '%"less-alarming"%'
             order by at desc limit 200`,
      values: [patientId, since],
    });
    return rows.map((row) => scoreOf(row, patientId));
  }

  /**
   * The newest score with nothing missing of each patient who has one within the last day.
   *
   * @param until the end of that day.
   */
  async lastWholeOf(
    patientIds: readonly PatientId[],
    until: Instant,
    { asOf }: { readonly asOf: Instant | undefined },
  ): Promise<ReadonlyMap<PatientId, LastWholeScore>> {
    const { rows } = await this.database.pool.query<
      Omit<LastWholeScore, 'at'> & { readonly patient_id: PatientId; readonly at: Date }
    >({
      name: `recent-scores-last-whole${asOf === undefined ? '' : '-as-of'}`,
      text: `select wanted.patient_id, whole.at, whole.total, whole.tier
             from unnest($2::uuid[]) as wanted (patient_id)
             cross join lateral (
               select s.at, ${totalInJson}::int as total, s.score ->> 'tier' as tier
               from ${asOf === undefined ? 'score' : knownAt('$1')} s
               where s.patient_id = wanted.patient_id and not s.withdrawn
                 and ${asOf === undefined ? 's.min_total = s.max_total' : `${totalInJson} is not null`}
                 and s.at > $1::timestamptz - interval '1 day' and s.at <= $1
               order by s.at desc limit 1) whole`,
      values: [asOf ?? until, patientIds],
    });
    return new Map(rows.map(({ patient_id, at, ...score }) => [patient_id, { ...score, at: instant(at) }]));
  }

  /** How often to measure, as each score that stands says; those that are not there are left out. */
  async monitoringAsked(
    references: readonly ScoreReference[],
    { asOf }: { readonly asOf: Instant | undefined },
  ): Promise<readonly MonitoringAsked[]> {
    const { rows } = await this.database.pool.query<Omit<MonitoringAsked, 'at'> & { at: Date }>({
      name: `recent-scores-monitoring${asOf === undefined ? '' : '-as-of'}`,
      text: `select wanted.patient_id as "patientId", wanted.at, said."ruleSet", said.monitoring
             from unnest($1::uuid[], $2::timestamptz[]) as wanted (patient_id, at)
             join ${asOf === undefined ? 'score' : knownAt('$3')} s
               on s.patient_id = wanted.patient_id and s.at = wanted.at and not s.withdrawn
             cross join lateral json_to_record(s.score) as said ("ruleSet" text, monitoring text)`,
      values: [
        references.map(({ patientId }) => patientId),
        references.map(({ at }) => at),
        ...(asOf === undefined ? [] : [asOf]),
      ],
    });
    return rows.map((row) => ({ ...row, at: instant(row.at) }));
  }

  async newestTimesOf(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, NewestTimes>> {
    const { rows } = await this.database.pool.query<{
      patient_id: PatientId;
      at: Date | null;
      score: ScoreJson | null;
      taken: Readonly<Record<Observation['code'], Instant>> | null;
    }>({
      name: 'recent-scores-newest-times',
      text: `select wanted.patient_id, newest.at, newest.score, (
               select json_object_agg(code, observation ->> 'takenAt')
               from jsonb_each(latest.by_code) as each (code, observation)) as taken
             from unnest($1::uuid[]) as wanted (patient_id)
             left join patient_latest latest using (patient_id)
             left join lateral (
               select at, score from score where score.patient_id = wanted.patient_id and not withdrawn
               order by at desc limit 1) newest on true`,
      values: [patientIds],
    });
    return new Map(
      rows.map(({ patient_id: patientId, at, score, taken }) => [
        patientId,
        {
          score: at === null || score === null ? null : inShort(scoreOf({ at, score }, patientId)),
          // The keys of this record are codes, which Object.entries forgets.
          latest: (Object.entries(taken ?? {}) as [Observation['code'], Instant][]).map(([code, takenAt]) => ({
            code,
            takenAt,
          })),
        },
      ]),
    );
  }

  /** How many patients of each group have which tier by their newest score at a time, as it stands now. */
  async tierCountsAt(groups: readonly PatientGroup[], at: Instant): Promise<readonly TierCount[]> {
    const { rows } = await this.database.pool.query<Omit<TierCount, 'key'> & { n: number }>({
      name: 'recent-scores-tier-counts-at',
      text: `select n, newest.tier, count(*)::int as patients
             from unnest($1::uuid[], $2::int[]) as wanted (patient_id, n)
             cross join lateral (
               select tier from score
               where score.patient_id = wanted.patient_id and at <= $3 and not withdrawn
               order by at desc limit 1) newest
             group by n, newest.tier`,
      values: [
        groups.flatMap(({ patientIds }) => patientIds),
        groups.flatMap(({ patientIds }, n) => patientIds.map(() => n)),
        at,
      ],
    });
    return rows.flatMap(({ n, ...count }) => {
      const group = groups[n];
      return group === undefined ? [] : [{ ...count, key: group.key }];
    });
  }

  async lateScoresIn(period: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<readonly { readonly patientId: PatientId; readonly lateScores: number }[]> {
    const { rows } = await this.database.pool.query<{ patientId: PatientId; lateScores: number }>({
      name: 'recent-scores-late-in',
      text: `select patient_id as "patientId", count(*)::int as "lateScores" from score
             where known_at >= $1 and known_at < $2 and not withdrawn and (score ->> 'late')::boolean
             group by patient_id`,
      values: [period.from, period.until],
    });
    return rows;
  }
}

interface ScoreRow {
  readonly at: Date;
  readonly score: ScoreJson;
}

function scoreOf({ at, score }: ScoreRow, patientId: PatientId): Score {
  return wholeScore(score, { patientId, at: instant(at) });
}

function inShort({ at, tier, total, ruleSet, monitoring, asked }: Score): NonNullable<NewestTimes['score']> {
  return { at, tier, total, ruleSet, monitoring, asked };
}
