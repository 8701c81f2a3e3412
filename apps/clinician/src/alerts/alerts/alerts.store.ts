import { Inject, Injectable } from '@nestjs/common';
import type { Tier } from '#libs/clinical';
import {
  type Alert,
  type AlertId,
  type AlertQuery,
  type AlertState,
  type AlertTier,
  type Condition,
  type Instant,
  instant,
  kindOfCondition,
  type PatientId,
  type Person,
  type ScoreId,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import { type KeptAlert, type OpenStay, shown } from './alert-decision.ts';

interface AlertRow {
  readonly id: AlertId;
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly ward_id: WardId;
  readonly condition: Condition;
  readonly tier: AlertTier;
  readonly news_tier: Tier;
  readonly current_tier: Tier;
  readonly state: AlertState;
  readonly raised_at: Date;
  readonly worsened_at: Date | null;
  readonly response_due_at: Date;
  readonly reason: string;
  readonly signal_reason: string;
  readonly instruction: string | null;
  readonly late: boolean;
  readonly score_id: ScoreId | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: Date | null;
  readonly resolved_by: string | null;
  readonly outcome: string | null;
  readonly revision: number;
  readonly since: Date | null;
  readonly acted: boolean;
  readonly withdrawn: boolean;
}

const columns = `id, patient_id, stay_id, ward_id, condition, tier, news_tier, current_tier, state, raised_at, worsened_at,
  response_due_at, reason, signal_reason, instruction, late, score_id, acknowledged_at, acknowledged_by, resolved_at,
  resolved_by, outcome, revision, since, acted, withdrawn`;

/** One line of the ledger: what was decided about a patient's alert, and why. */
export interface AlertChange {
  readonly alertId: AlertId | undefined;
  readonly patientId: PatientId;
  /** The signal that it follows from; undefined when a person acted. */
  readonly signal: { readonly id: string; readonly revision: number } | undefined;
  readonly change: string;
  readonly because: string;
  readonly tier: Tier | undefined;
  readonly by: Person | undefined;
  readonly at: Date;
}

/** The tables `alert`, `alert_version` and `alert_change`. */
@Injectable()
export class AlertsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: AlertId): Promise<Alert | undefined> {
    const { rows } = await this.database.pool.query<AlertRow>('select * from alert where id = $1', [id]);
    return rows.map((row) => shown(fromRow(row))).at(0);
  }

  /**
   * Newest first; one more than the limit, where there is one.
   *
   * @param asOf as the alerts were at that instant; undefined: now.
   */
  async list(
    query: AlertQuery,
    asOf: Instant | undefined,
    after: readonly [raisedAt: string, id: string] | undefined,
  ): Promise<readonly Alert[]> {
    const { rows } = await this.database.pool.query<AlertRow>(
      `select ${columns} from ${asOf === undefined ? 'alert' : 'alert_version'}
       where ($1::uuid is null or ward_id = $1)
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3 or ($3 = 'open' and state <> 'resolved'))
         and ($4::timestamptz is null or (raised_at, id) < ($4, $5::uuid))
         and ($7::text is null or split_part(condition, ':', 1) = $7)
         ${asOf === undefined ? 'and $8::timestamptz is null' : standingAt('$8')}
       order by raised_at desc, id desc
       limit $6`,
      [
        query.wardId ?? null,
        query.patientId ?? null,
        query.state ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
        query.conditionKind ?? null,
        asOf ?? null,
      ],
    );
    return rows.map((row) => shown(fromRow(row)));
  }

  /** @param asOf as it was at that instant; undefined: now. */
  async openOnWard(wardId: WardId, asOf: Instant | undefined): Promise<readonly Alert[]> {
    const { rows } = await this.database.pool.query<AlertRow>(
      asOf === undefined
        ? {
            name: 'alerts-open-on-ward',
            text: `select ${columns} from alert where ward_id = $1 and state <> 'resolved'`,
            values: [wardId],
          }
        : {
            name: 'alerts-open-on-ward-as-of',
            text: `select ${columns} from alert_version where ward_id = $1 and state <> 'resolved' ${standingAt('$2')}`,
            values: [wardId, asOf],
          },
    );
    return rows.map((row) => shown(fromRow(row)));
  }

  /** Nobody else changes the alert until the transaction ends. */
  async lock(client: PoolClient, id: AlertId): Promise<KeptAlert | undefined> {
    const { rows } = await client.query<AlertRow>('select * from alert where id = $1 for update', [id]);
    return rows.map(fromRow).at(0);
  }

  async lockOpen(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly KeptAlert[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-lock-open',
      text: `select * from alert where state <> 'resolved' and patient_id = any($1::uuid[]) order by id for update`,
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  /** Of each stay and condition the newest alert that a person resolved, and the newest that Homeward took back. */
  async lastClosed(client: PoolClient, stayIds: readonly StayId[]): Promise<readonly KeptAlert[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-last-closed',
      text: `select distinct on (stay_id, condition, withdrawn) * from alert
             where stay_id = any($1::uuid[]) and state = 'resolved'
             order by stay_id, condition, withdrawn, resolved_at desc`,
      values: [stayIds],
    });
    return rows.map(fromRow);
  }

  /**
   * The open stay of each patient. It stays open until the transaction ends: a discharge waits, and so does whoever else
   * decides about its alerts.
   */
  async holdOpenStays(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, OpenStay>> {
    const { rows } = await client.query<{ id: StayId; patient_id: PatientId; ward_id: WardId }>({
      name: 'alerts-hold-open-stays',
      text: `select id, patient_id, ward_id from stay
             where state = 'admitted' and patient_id = any($1::uuid[]) order by patient_id for no key update`,
      values: [patientIds],
    });
    return new Map(rows.map((row) => [row.patient_id, { id: row.id, wardId: row.ward_id }]));
  }

  /** Keeps the alert as it is from `at` on, and what it was until then. */
  async save(client: PoolClient, alert: KeptAlert, at: Date): Promise<void> {
    await client.query({
      name: 'alerts-save',
      text: `with saved as (
               insert into alert (${columns})
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                       $23, $24, $25, $26)
               on conflict (id) do update set
                 tier = excluded.tier, news_tier = excluded.news_tier, current_tier = excluded.current_tier,
                 state = excluded.state, raised_at = excluded.raised_at, worsened_at = excluded.worsened_at,
                 response_due_at = excluded.response_due_at, reason = excluded.reason,
                 signal_reason = excluded.signal_reason, instruction = excluded.instruction, late = excluded.late,
                 score_id = excluded.score_id, acknowledged_at = excluded.acknowledged_at,
                 acknowledged_by = excluded.acknowledged_by, resolved_at = excluded.resolved_at,
                 resolved_by = excluded.resolved_by, outcome = excluded.outcome, revision = excluded.revision,
                 acted = excluded.acted, withdrawn = excluded.withdrawn
               returning ${columns}),
             ended as (
               update alert_version set valid_to = greatest($27, valid_from) where id = $1 and valid_to is null
               returning valid_to)
             insert into alert_version (${columns}, valid_from)
             select ${columns}, coalesce((select valid_to from ended), $27) from saved`,
      values: [...toRow(alert), at],
    });
  }

  /** Those of these revisions of signals about which nothing has been recorded before are recorded. */
  async record(client: PoolClient, lines: readonly AlertChange[]): Promise<void> {
    if (lines.length === 0) return;
    await client.query({
      name: 'alerts-record',
      text: `insert into alert_change
               (alert_id, patient_id, signal_id, signal_revision, change, because, tier, person_id, person_name, at)
             select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[],
               $8::text[], $9::text[], $10::timestamptz[])
             on conflict (signal_id, signal_revision) where signal_id is not null do nothing`,
      values: [
        lines.map(({ alertId }) => alertId ?? null),
        lines.map(({ patientId }) => patientId),
        lines.map(({ signal }) => signal?.id ?? null),
        lines.map(({ signal }) => signal?.revision ?? null),
        lines.map(({ change }) => change),
        lines.map(({ because }) => because),
        lines.map(({ tier }) => tier ?? null),
        lines.map(({ by }) => by?.id ?? null),
        lines.map(({ by }) => by?.name ?? null),
        lines.map(({ at }) => at),
      ],
    });
  }
}

/** The version that stood then. One that was replaced in the instant in which it was made never stood. */
const standingAt = (parameter: string): string =>
  `and valid_from <= ${parameter} and (valid_to is null or valid_to > ${parameter})`;

function fromRow(row: AlertRow): KeptAlert {
  return {
    id: row.id,
    patientId: row.patient_id,
    stayId: row.stay_id,
    wardId: row.ward_id,
    condition: row.condition,
    conditionKind: kindOfCondition(row.condition),
    tier: row.tier,
    currentTier: row.current_tier,
    state: row.state,
    raisedAt: instant(row.raised_at),
    worsenedAt: row.worsened_at === null ? null : instant(row.worsened_at),
    responseDueAt: instant(row.response_due_at),
    reason: row.reason,
    instruction: row.instruction,
    late: row.late,
    scoreId: row.score_id,
    acknowledgedAt: row.acknowledged_at === null ? null : instant(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: row.resolved_at === null ? null : instant(row.resolved_at),
    resolvedBy: row.resolved_by,
    outcome: row.outcome,
    revision: row.revision,
    newsTier: row.news_tier,
    signalReason: row.signal_reason,
    since: row.since === null ? null : instant(row.since),
    acted: row.acted,
    withdrawn: row.withdrawn,
  };
}

/** In the order of `columns`. */
function toRow(alert: KeptAlert): readonly unknown[] {
  return [
    alert.id,
    alert.patientId,
    alert.stayId,
    alert.wardId,
    alert.condition,
    alert.tier,
    alert.newsTier,
    alert.currentTier,
    alert.state,
    alert.raisedAt,
    alert.worsenedAt,
    alert.responseDueAt,
    alert.reason,
    alert.signalReason,
    alert.instruction,
    alert.late,
    alert.scoreId,
    alert.acknowledgedAt,
    alert.acknowledgedBy,
    alert.resolvedAt,
    alert.resolvedBy,
    alert.outcome,
    alert.revision,
    alert.since,
    alert.acted,
    alert.withdrawn,
  ];
}
