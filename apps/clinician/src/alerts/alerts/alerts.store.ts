import { Inject, Injectable } from '@nestjs/common';
import { tiers } from '#libs/clinical';
import {
  type AlertId,
  type AlertQuery,
  type AlertState,
  type AlertTier,
  type PatientId,
  type StayId,
  type UrgencyKeys,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { AlertRecord } from './alert-decision.ts';
import { type AlertRow, fromRow, toRow } from './alert-row.ts';
import type { MutedAlert } from './muting.ts';

/** How many alerts are raised and not acknowledged, and how many of those are past the time for a response. */
export interface UnansweredAlerts {
  readonly unanswered: number;
  readonly overdue: number;
}

/** The table `alert`. Only `AlertWriter` saves. */
@Injectable()
export class AlertsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async findMany(
    ids: readonly AlertId[],
    client: Pick<PoolClient, 'query'> = this.database.pool,
  ): Promise<readonly AlertRecord[]> {
    const { rows } = await client.query<AlertRow>('select * from alert where id = any($1::uuid[])', [ids]);
    return rows.map(fromRow);
  }

  /**
   * Newest first; one more than the limit, where there is one.
   *
   * @param stayIds those of these stays only; undefined: of any.
   */
  async list(
    query: Pick<AlertQuery, 'patientId' | 'state' | 'conditionKind' | 'owner' | 'limit'>,
    stayIds: readonly StayId[] | undefined,
    after: readonly [raisedAt: string, id: string] | undefined,
  ): Promise<readonly AlertRecord[]> {
    const { rows } = await this.database.pool.query<AlertRow>(
      `select * from alert
       where ($1::uuid[] is null or stay_id = any($1))
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3 or ($3 = 'open' and state <> 'resolved'))
         and ($4::timestamptz is null or (raised_at, id) < ($4, $5::uuid))
         and ($7::text is null or split_part(condition, ':', 1) = $7)
         and ($8::text is null or owner ->> 'id' = $8)
       order by raised_at desc, id desc
       limit $6`,
      [
        stayIds ?? null,
        query.patientId ?? null,
        query.state ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
        query.conditionKind ?? null,
        query.owner ?? null,
      ],
    );
    return rows.map(fromRow);
  }

  /**
   * Most urgent first, as `urgencyKeysOf` has it; one more than the limit, where there is one.
   *
   * @param stayIds those of these stays only; undefined: of any.
   */
  async listByUrgency(
    query: Pick<AlertQuery, 'patientId' | 'state' | 'conditionKind' | 'owner' | 'limit'>,
    stayIds: readonly StayId[] | undefined,
    after: UrgencyKeys | undefined,
  ): Promise<readonly AlertRecord[]> {
    const { rows } = await this.database.pool.query<AlertRow>(
      `select alert.* from alert, lateral (select
           (state = 'resolved')::int as resolved, (state <> 'resolved' and late)::int as is_late,
           case when state = 'resolved' then 0 else -array_position($7::text[], tier) + 1 end as urgency,
           (state = 'acknowledged')::int as answered,
           case when state = 'resolved' then -floor(extract(epoch from resolved_at) * 1000)
             else floor(extract(epoch from coalesce(worsened_at, raised_at)) * 1000) end as time,
           (state <> 'resolved' and split_part(condition, ':', 1) <> 'score')::int as of_other) as by
       where ($1::uuid[] is null or stay_id = any($1))
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3 or ($3 = 'open' and state <> 'resolved'))
         and ($4::text is null or split_part(condition, ':', 1) = $4)
         and ($9::text is null or owner ->> 'id' = $9)
         and ($6::numeric[] is null
           or (by.resolved, by.is_late, by.urgency, by.answered, by.time, by.of_other, id)
             > ($6[1], $6[2], $6[3], $6[4], $6[5], $6[6], $8::uuid))
       order by by.resolved, by.is_late, by.urgency, by.answered, by.time, by.of_other, id
       limit $5`,
      [
        stayIds ?? null,
        query.patientId ?? null,
        query.state ?? null,
        query.conditionKind ?? null,
        query.limit + 1,
        after?.slice(0, 6) ?? null,
        tiers,
        after?.[6] ?? null,
        query.owner ?? null,
      ],
    );
    return rows.map(fromRow);
  }

  async openOf(stayIds: readonly StayId[]): Promise<readonly AlertRecord[]> {
    const { rows } = await this.database.pool.query<AlertRow>({
      name: 'alerts-open-of',
      text: `select * from alert where stay_id = any($1::uuid[]) and state <> 'resolved'`,
      values: [stayIds],
    });
    return rows.map(fromRow);
  }

  async unansweredOf(stayIds: readonly StayId[], now: Date): Promise<ReadonlyMap<StayId, UnansweredAlerts>> {
    const { rows } = await this.database.pool.query<UnansweredAlerts & { readonly stay_id: StayId }>({
      name: 'alerts-unanswered-of',
      text: `select stay_id, count(*)::int as unanswered, count(*) filter (where response_due_at < $2)::int as overdue
             from alert where stay_id = any($1::uuid[]) and state <> 'resolved' and state = 'raised' group by stay_id`,
      values: [stayIds, now],
    });
    return new Map(rows.map(({ stay_id, ...counts }) => [stay_id, counts]));
  }

  /** How many alerts are open of each tier and state; none is left out that there is. */
  async openByTier(
    client: Pick<PoolClient, 'query'>,
  ): Promise<readonly { readonly tier: AlertTier; readonly state: AlertState; readonly alerts: number }[]> {
    const { rows } = await client.query<{ tier: AlertTier; state: AlertState; alerts: number }>({
      name: 'alerts-open-by-tier',
      text: `select tier, state, count(*)::int as alerts from alert where state <> 'resolved' group by tier, state`,
    });
    return rows;
  }

  /** All that are open, by the given connection: for the audit of what time is to make of them. */
  async allOpen(client: Pick<PoolClient, 'query'>): Promise<readonly AlertRecord[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-all-open',
      text: `select * from alert where state <> 'resolved'`,
    });
    return rows.map(fromRow);
  }

  async muted(): Promise<readonly MutedAlert[]> {
    const { rows } = await this.database.pool.query<AlertRow>({
      name: 'alerts-muted',
      text: `select * from alert where state <> 'resolved' and escalation ->> 'mutedBy' is not null`,
    });
    return rows.map(fromRow).flatMap((alert) => {
      const by = alert.escalation?.mutedBy ?? null;
      return by === null ? [] : [{ alert, by }];
    });
  }

  /** No other command changes the alert until the transaction ends. */
  async lock(client: PoolClient, id: AlertId): Promise<AlertRecord | undefined> {
    const { rows } = await client.query<AlertRow>('select * from alert where id = $1 for update', [id]);
    return rows.map(fromRow).at(0);
  }

  async patientsOf(client: PoolClient, ids: readonly AlertId[]): Promise<readonly PatientId[]> {
    const { rows } = await client.query<{ patient_id: PatientId }>({
      name: 'alerts-patients-of',
      text: 'select distinct patient_id from alert where id = any($1::uuid[])',
      values: [ids],
    });
    return rows.map(({ patient_id }) => patient_id);
  }

  /** The patients of those who have an alert that is snoozed. */
  async withSnooze(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly PatientId[]> {
    const { rows } = await client.query<{ patient_id: PatientId }>({
      name: 'alerts-with-snooze',
      text: 'select distinct patient_id from alert where snooze is not null and patient_id = any($1::uuid[])',
      values: [patientIds],
    });
    return rows.map(({ patient_id }) => patient_id);
  }

  async lockOpen(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly AlertRecord[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-lock-open',
      text: `select * from alert where state <> 'resolved' and patient_id = any($1::uuid[]) order by id for update`,
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  /** Those of them that are resolved; no other command changes them until the transaction ends. */
  async lockResolved(client: PoolClient, ids: readonly string[]): Promise<readonly AlertRecord[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-lock-resolved',
      text: `select * from alert where id = any($1::uuid[]) and state = 'resolved' order by id for update`,
      values: [ids],
    });
    return rows.map(fromRow);
  }

  /** Whether another alert of the stay and condition is open, or was resolved by a person after that one. */
  async hasLaterOfCondition(
    client: PoolClient,
    { id, stayId, condition, resolvedAt }: Pick<AlertRecord, 'id' | 'stayId' | 'condition' | 'resolvedAt'>,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `select from alert
       where stay_id = $1 and condition = $2 and id <> $3
         and (state <> 'resolved' or (not withdrawn and resolved_at > $4)) limit 1`,
      [stayId, condition, id, resolvedAt],
    );
    return rowCount === 1;
  }

  /** Of each stay and condition the newest alert that a person resolved, and the newest that Homeward withdrew. */
  async lastClosed(client: PoolClient, stayIds: readonly StayId[]): Promise<readonly AlertRecord[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-last-closed',
      text: `select distinct on (stay_id, condition, withdrawn) * from alert
             where stay_id = any($1::uuid[]) and state = 'resolved'
             order by stay_id, condition, withdrawn, resolved_at desc`,
      values: [stayIds],
    });
    return rows.map(fromRow);
  }

  async save(client: PoolClient, alerts: readonly AlertRecord[]): Promise<void> {
    await client.query({
      name: 'alerts-save',
      text: `insert into alert select * from json_populate_recordset(null::alert, $1::json)
             on conflict (id) do update set
               tier = excluded.tier, notified_tier = excluded.notified_tier, current_tier = excluded.current_tier,
               state = excluded.state, raised_at = excluded.raised_at, worsened_at = excluded.worsened_at,
               response_due_at = excluded.response_due_at, reason = excluded.reason,
               signal_reason = excluded.signal_reason, instruction = excluded.instruction, late = excluded.late,
               score_id = excluded.score_id, acknowledged_at = excluded.acknowledged_at,
               acknowledged_by = excluded.acknowledged_by, acknowledgement_note = excluded.acknowledgement_note,
               acknowledgement_lapses_at = excluded.acknowledgement_lapses_at, owner = excluded.owner,
               handed_to = excluded.handed_to, snooze = excluded.snooze, clears_at = excluded.clears_at,
               cleared_at = excluded.cleared_at, resolved_at = excluded.resolved_at,
               resolved_by = excluded.resolved_by, outcome = excluded.outcome,
               outcome_note = excluded.outcome_note, undoable_until = excluded.undoable_until,
               escalation = excluded.escalation, revision = excluded.revision, answered = excluded.answered,
               withdrawn = excluded.withdrawn, returns_at = excluded.returns_at, returned = excluded.returned`,
      values: [JSON.stringify(alerts.map(toRow))],
    });
  }
}
