import { Injectable } from '@nestjs/common';
import type { Tier } from '#libs/clinical';
import {
  type Alert,
  type AlertId,
  type Condition,
  type EventId,
  type Instant,
  instant,
  type PatientId,
  type ScoreId,
  type Signal,
  type StayId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { KeptSignal, StayCondition } from './fold-signals.ts';

interface SignalRow {
  readonly id: EventId;
  readonly revision: number;
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly condition: Condition;
  readonly at: Date;
  readonly kind: Signal['kind'];
  readonly tier: Tier;
  readonly because: Signal['because'];
  readonly late: boolean;
  readonly reason: string;
  readonly instruction: string | null;
  readonly respond_within_minutes: number | null;
  readonly score_id: ScoreId | null;
  readonly answered: boolean;
  readonly closed: boolean;
}

/** The table `alert_signal`: of each change of a condition what is known of it last; and what scores say beside it. */
@Injectable()
export class AlertSignalsStore {
  /**
   * Everything that still decides about the alerts of the signals' stays and conditions: all but what a person has resolved
   * an alert for, of which only the newest says something yet, namely where the patient stands; and what is to be replaced.
   */
  async around(client: PoolClient, signals: readonly Signal[]): Promise<readonly KeptSignal[]> {
    const places = placesOf(signals);
    const { rows } = await client.query<SignalRow>({
      name: 'alert-signals-around',
      text: `select s.* from unnest($1::uuid[], $2::text[]) as place (stay_id, condition)
             join alert_signal s using (stay_id, condition)
             where not s.closed or s.at = any($3::timestamptz[]) or s.at = (
               select max(newest.at) from alert_signal newest
               where newest.stay_id = s.stay_id and newest.condition = s.condition and newest.kind <> 'withdrawn')`,
      values: [
        places.map(({ stayId }) => stayId),
        places.map(({ condition }) => condition),
        [...new Set(signals.map(({ at }) => at))],
      ],
    });
    return rows.map(fromRow);
  }

  /**
   * When the patients of these alerts had scores that prove low risk, whatever is missing, since the last signal that
   * somebody has answered.
   */
  async shownLow(
    client: PoolClient,
    alerts: readonly Pick<Alert, 'id' | 'patientId' | 'stayId' | 'condition'>[],
  ): Promise<ReadonlyMap<AlertId, readonly Instant[]>> {
    if (alerts.length === 0) return new Map();
    const { rows } = await client.query<{ id: AlertId; times: readonly Date[] }>({
      name: 'alert-signals-shown-low',
      text: `select alert.id, array_agg(s.at) as times
             from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as alert (id, patient_id, stay_id, condition)
             join score s on s.patient_id = alert.patient_id and not s.withdrawn
               and s.score ->> 'highestTier' = 'low'
               and s.at > (select max(answered.at) from alert_signal answered
                           where answered.stay_id = alert.stay_id and answered.condition = alert.condition
                             and answered.answered)
             group by alert.id`,
      values: [
        alerts.map(({ id }) => id),
        alerts.map(({ patientId }) => patientId),
        alerts.map(({ stayId }) => stayId),
        alerts.map(({ condition }) => condition),
      ],
    });
    return new Map(rows.map(({ id, times }) => [id, times.map((at) => instant(at))]));
  }

  /** An older revision never replaces a newer one. */
  async keep(client: PoolClient, signals: readonly KeptSignal[], knownAt: Date): Promise<void> {
    if (signals.length === 0) return;
    await client.query({
      name: 'alert-signals-keep',
      text: `insert into alert_signal select * from json_populate_recordset(null::alert_signal, $1::json)
             on conflict (stay_id, condition, at) do update set
               id = excluded.id, revision = excluded.revision, kind = excluded.kind, tier = excluded.tier,
               because = excluded.because, late = excluded.late, reason = excluded.reason,
               instruction = excluded.instruction, respond_within_minutes = excluded.respond_within_minutes,
               score_id = excluded.score_id, answered = excluded.answered, closed = excluded.closed,
               known_at = excluded.known_at
             where alert_signal.revision < excluded.revision`,
      values: [JSON.stringify(signals.map((signal) => toRow(signal, knownAt)))],
    });
  }

  /** Somebody has acted on all that is known of the condition; `closed` when that resolved the alert. */
  async answer(client: PoolClient, { stayId, condition }: StayCondition, closed: boolean): Promise<void> {
    await client.query({
      name: 'alert-signals-answer',
      text: `update alert_signal set answered = true, closed = closed or $3
             where stay_id = $1 and condition = $2 and not (answered and (closed or not $3))`,
      values: [stayId, condition, closed],
    });
  }
}

function fromRow(row: SignalRow): KeptSignal {
  return {
    id: row.id,
    revision: row.revision,
    patientId: row.patient_id,
    stayId: row.stay_id,
    condition: row.condition,
    at: instant(row.at),
    kind: row.kind,
    tier: row.tier,
    because: row.because,
    late: row.late,
    reason: row.reason,
    instruction: row.instruction,
    respondWithinMinutes: row.respond_within_minutes,
    scoreId: row.score_id,
    answered: row.answered,
    closed: row.closed,
  };
}

function toRow(signal: KeptSignal, knownAt: Date): Omit<SignalRow, 'at'> & { readonly at: string; known_at: Date } {
  return {
    id: signal.id,
    revision: signal.revision,
    patient_id: signal.patientId,
    stay_id: signal.stayId,
    condition: signal.condition,
    at: signal.at,
    kind: signal.kind,
    tier: signal.tier,
    because: signal.because,
    late: signal.late,
    reason: signal.reason,
    instruction: signal.instruction,
    respond_within_minutes: signal.respondWithinMinutes,
    score_id: signal.scoreId,
    answered: signal.answered,
    closed: signal.closed,
    known_at: knownAt,
  };
}

function placesOf(signals: readonly Signal[]): readonly StayCondition[] {
  const places = new Map(signals.map(({ stayId, condition }) => [`${stayId} ${condition}`, { stayId, condition }]));
  return [...places.values()];
}
