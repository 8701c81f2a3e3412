import { Inject, Injectable } from '@nestjs/common';
import type { AlertId, Condition, Instant, ResponseFigures, StayId, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';

interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

interface FiguresRow {
  readonly ward_id: WardId | null;
  readonly raised: number;
  readonly high: number;
  readonly medium: number;
  readonly low_medium: number;
  readonly answered: number;
  readonly median: number | null;
  readonly p90: number | null;
  readonly max: number | null;
  readonly in_time: number;
  readonly breached: number;
}

/** When an alert was raised, and of which stay. */
interface RaisedAlert {
  readonly id: AlertId;
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly raisedAt: number;
}

interface RaisedRow extends Omit<RaisedAlert, 'raisedAt'> {
  readonly raisedAt: Date;
}

/** Reads the table `alert`: how fast alerts were answered. What Homeward withdrew, or a discharge ended, was not. */
@Injectable()
export class AlertResponsesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async staysWithAlerts({ from, until }: Period): Promise<readonly StayId[]> {
    const { rows } = await this.database.pool.query<{ stay_id: StayId }>({
      name: 'alert-responses-stays',
      text: 'select distinct stay_id from alert where raised_at >= $1 and raised_at < $2',
      values: [from, until],
    });
    return rows.map(({ stay_id }) => stay_id);
  }

  /**
   * The alerts that were raised in a period, in that order.
   *
   * @param stayIds of these stays only; undefined: of any.
   * @param after the last one that is known already.
   */
  async raisedIn(
    { from, until }: Period,
    {
      stayIds,
      after,
      limit,
    }: {
      readonly stayIds: readonly StayId[] | undefined;
      readonly after: { readonly raisedAt: number; readonly id: string } | undefined;
      readonly limit: number;
    },
  ): Promise<readonly RaisedAlert[]> {
    const { rows } = await this.database.pool.query<RaisedRow>({
      name: 'alert-responses-raised-in',
      text: `select id, stay_id as "stayId", condition, raised_at as "raisedAt" from alert
             where raised_at >= $1 and raised_at < $2
               and ($3::uuid[] is null or stay_id = any($3))
               and ($4::timestamptz is null or (raised_at, id) > ($4, $5::uuid))
             order by raised_at, id limit $6`,
      values: [
        from,
        until,
        stayIds ?? null,
        after === undefined ? null : new Date(after.raisedAt),
        after?.id ?? null,
        limit,
      ],
    });
    return rows.map(({ raisedAt, ...row }) => ({ ...row, raisedAt: raisedAt.getTime() }));
  }

  /** @returns by ward, and of all together under `undefined`. */
  async figures(
    { from, until }: Period,
    wardOf: ReadonlyMap<StayId, WardId>,
    now: Date,
  ): Promise<ReadonlyMap<WardId | undefined, ResponseFigures>> {
    const { rows } = await this.database.pool.query<FiguresRow>({
      name: 'alert-responses-figures',
      text: `with response as (
               select on_ward.ward_id, tier, state, response_due_at, coalesce(worsened_at, raised_at) as since,
                 coalesce(acknowledged_at,
                   case when not withdrawn and outcome is distinct from 'discharged' then resolved_at end) as answered_at
               from alert join unnest($3::uuid[], $4::uuid[]) as on_ward (stay_id, ward_id) using (stay_id)
               where raised_at >= $1 and raised_at < $2),
             timed as (select *, extract(epoch from answered_at - since)::float8 / 60 as minutes from response)
             select ward_id, count(*)::int as raised,
               count(*) filter (where tier = 'high')::int as high,
               count(*) filter (where tier = 'medium')::int as medium,
               count(*) filter (where tier = 'low-medium')::int as low_medium,
               count(answered_at)::int as answered,
               percentile_cont(0.5) within group (order by minutes) as median,
               percentile_cont(0.9) within group (order by minutes) as p90,
               max(minutes) as max,
               count(*) filter (where answered_at <= response_due_at)::int as in_time,
               count(*) filter (where answered_at > response_due_at
                 or (answered_at is null and state = 'raised' and response_due_at < $5))::int as breached
             from timed group by grouping sets ((ward_id), ())`,
      values: [from, until, [...wardOf.keys()], [...wardOf.values()], now],
    });
    return new Map(rows.map((row) => [row.ward_id ?? undefined, figuresFrom(row)]));
  }
}

function figuresFrom(row: FiguresRow): ResponseFigures {
  const { median, p90, max, in_time: inTime, breached } = row;
  return {
    raised: row.raised,
    raisedByTier: { high: row.high, medium: row.medium, 'low-medium': row.low_medium },
    answered: row.answered,
    responseMinutes: median === null || p90 === null || max === null ? null : { median, p90, max },
    answeredInTime: inTime,
    breached,
    shareInTime: inTime + breached === 0 ? null : inTime / (inTime + breached),
  };
}
