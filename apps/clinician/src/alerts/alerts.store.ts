import { Inject, Injectable } from '@nestjs/common';
import type { Tier } from '#libs/clinical';
import {
  type Alert,
  type AlertId,
  type AlertQuery,
  type AlertState,
  type AlertTier,
  instant,
  type PatientId,
  type Person,
  type ScoreId,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../parts.module.ts';
import type { OpenStay } from './alert-decision.ts';

interface AlertRow {
  readonly id: AlertId;
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly ward_id: WardId;
  readonly tier: AlertTier;
  readonly current_tier: Tier;
  readonly state: AlertState;
  readonly raised_at: Date;
  readonly worsened_at: Date | null;
  readonly response_due_at: Date;
  readonly reason: string;
  readonly score_id: ScoreId;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: Date | null;
  readonly resolved_by: string | null;
  readonly outcome: string | null;
  readonly revision: number;
}

/** One line of the ledger: what was decided about a patient's alert, and why. */
export interface AlertChange {
  readonly alertId: AlertId | undefined;
  readonly patientId: PatientId;
  /** The signal that it follows from; undefined when a person acted. */
  readonly signalId: string | undefined;
  readonly change: string;
  readonly because: string;
  readonly tier: Tier | undefined;
  readonly by: Person | undefined;
  readonly at: Date;
}

/** The tables `alert` and `alert_change`. */
@Injectable()
export class AlertsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: AlertId): Promise<Alert | undefined> {
    const { rows } = await this.database.pool.query<AlertRow>('select * from alert where id = $1', [id]);
    return rows.map(fromRow).at(0);
  }

  /** Newest first; one more than the limit, where there is one. */
  async list(query: AlertQuery, after: readonly [raisedAt: string, id: string] | undefined): Promise<readonly Alert[]> {
    const { rows } = await this.database.pool.query<AlertRow>(
      `select * from alert
       where ($1::uuid is null or ward_id = $1)
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3 or ($3 = 'open' and state <> 'resolved'))
         and ($4::timestamptz is null or (raised_at, id) < ($4, $5::uuid))
       order by raised_at desc, id desc
       limit $6`,
      [
        query.wardId ?? null,
        query.patientId ?? null,
        query.state ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    return rows.map(fromRow);
  }

  async openOnWard(wardId: WardId): Promise<readonly Alert[]> {
    const { rows } = await this.database.pool.query<AlertRow>({
      name: 'alerts-open-on-ward',
      text: `select * from alert where ward_id = $1 and state <> 'resolved'`,
      values: [wardId],
    });
    return rows.map(fromRow);
  }

  /** Nobody else changes the alert until the transaction ends. */
  async lock(client: PoolClient, id: AlertId): Promise<Alert | undefined> {
    const { rows } = await client.query<AlertRow>('select * from alert where id = $1 for update', [id]);
    return rows.map(fromRow).at(0);
  }

  async lockOpen(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly Alert[]> {
    const { rows } = await client.query<AlertRow>({
      name: 'alerts-lock-open',
      text: `select * from alert where state <> 'resolved' and patient_id = any($1::uuid[]) order by patient_id for update`,
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  /** The open stay of each patient. It stays open until the transaction ends: a discharge waits. */
  async holdOpenStays(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, OpenStay>> {
    const { rows } = await client.query<{ id: StayId; patient_id: PatientId; ward_id: WardId }>({
      name: 'alerts-hold-open-stays',
      text: `select id, patient_id, ward_id from stay
             where state = 'admitted' and patient_id = any($1::uuid[]) order by patient_id for share`,
      values: [patientIds],
    });
    return new Map(rows.map((row) => [row.patient_id, { id: row.id, wardId: row.ward_id }]));
  }

  /** Those of the signals about which something has been decided before. */
  async decided(client: PoolClient, signalIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await client.query<{ signal_id: string }>({
      name: 'alerts-decided',
      text: 'select signal_id from alert_change where signal_id = any($1::uuid[])',
      values: [signalIds],
    });
    return new Set(rows.map(({ signal_id }) => signal_id));
  }

  async save(client: PoolClient, alert: Alert): Promise<void> {
    await client.query({
      name: 'alerts-save',
      text: `insert into alert (id, patient_id, stay_id, ward_id, tier, current_tier, state, raised_at, worsened_at,
               response_due_at, reason, score_id, acknowledged_at, acknowledged_by, resolved_at, resolved_by, outcome, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
             on conflict (id) do update set
               tier = excluded.tier, current_tier = excluded.current_tier, state = excluded.state,
               worsened_at = excluded.worsened_at, response_due_at = excluded.response_due_at, reason = excluded.reason,
               score_id = excluded.score_id, acknowledged_at = excluded.acknowledged_at,
               acknowledged_by = excluded.acknowledged_by, resolved_at = excluded.resolved_at,
               resolved_by = excluded.resolved_by, outcome = excluded.outcome, revision = excluded.revision`,
      values: [
        alert.id,
        alert.patientId,
        alert.stayId,
        alert.wardId,
        alert.tier,
        alert.currentTier,
        alert.state,
        alert.raisedAt,
        alert.worsenedAt,
        alert.responseDueAt,
        alert.reason,
        alert.scoreId,
        alert.acknowledgedAt,
        alert.acknowledgedBy,
        alert.resolvedAt,
        alert.resolvedBy,
        alert.outcome,
        alert.revision,
      ],
    });
  }

  async record(client: PoolClient, { alertId, patientId, signalId, ...line }: AlertChange): Promise<void> {
    await client.query({
      name: 'alerts-record',
      text: `insert into alert_change (alert_id, patient_id, signal_id, change, because, tier, person_id, person_name, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        alertId ?? null,
        patientId,
        signalId ?? null,
        line.change,
        line.because,
        line.tier ?? null,
        line.by?.id ?? null,
        line.by?.name ?? null,
        line.at,
      ],
    });
  }
}

function fromRow(row: AlertRow): Alert {
  return {
    id: row.id,
    patientId: row.patient_id,
    stayId: row.stay_id,
    wardId: row.ward_id,
    tier: row.tier,
    currentTier: row.current_tier,
    state: row.state,
    raisedAt: instant(row.raised_at),
    worsenedAt: row.worsened_at === null ? null : instant(row.worsened_at),
    responseDueAt: instant(row.response_due_at),
    reason: row.reason,
    scoreId: row.score_id,
    acknowledgedAt: row.acknowledged_at === null ? null : instant(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: row.resolved_at === null ? null : instant(row.resolved_at),
    resolvedBy: row.resolved_by,
    outcome: row.outcome,
    revision: row.revision,
  };
}
