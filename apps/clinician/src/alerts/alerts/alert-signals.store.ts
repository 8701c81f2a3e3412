import { Injectable } from '@nestjs/common';
import type { Tier } from '#libs/clinical';
import {
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
import type { StayCondition } from './fold-signals.ts';
import type { SignalRecord } from './rise.ts';

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

/** Which signals an answer answered, and which it closed, by the times that they belong to. */
export interface AnsweredSignals {
  readonly answeredSignals: readonly Instant[];
  readonly closedSignals: readonly Instant[];
}

/** The table `alert_signal`: the newest revision of each signal. */
@Injectable()
export class AlertSignalsStore {
  /**
   * Everything that still decides about the alerts of the signals' stays and conditions: all but what a person has resolved
   * an alert for, of which only the newest still matters, since it says the level now; and what is to be replaced.
   */
  async around(
    client: PoolClient,
    signals: readonly (StayCondition & { readonly at?: Instant })[],
  ): Promise<readonly SignalRecord[]> {
    const subjects = subjectsOf(signals);
    const { rows } = await client.query<SignalRow>({
      name: 'alert-signals-around',
      text: `select s.* from unnest($1::uuid[], $2::text[]) as subject (stay_id, condition)
             join alert_signal s using (stay_id, condition)
             where not s.closed or s.at = any($3::timestamptz[]) or s.at = (
               select max(newest.at) from alert_signal newest
               where newest.stay_id = s.stay_id and newest.condition = s.condition and newest.kind <> 'withdrawn')`,
      values: [
        subjects.map(({ stayId }) => stayId),
        subjects.map(({ condition }) => condition),
        [...new Set(signals.flatMap(({ at }) => at ?? []))],
      ],
    });
    return rows.map(fromRow);
  }

  /** The newest revision of all that there ever were of the condition, by the times that they belong to. */
  async all(client: PoolClient, { stayId, condition }: StayCondition): Promise<readonly SignalRecord[]> {
    const { rows } = await client.query<SignalRow>({
      name: 'alert-signals-all',
      text: 'select * from alert_signal where stay_id = $1 and condition = $2 order by at',
      values: [stayId, condition],
    });
    return rows.map(fromRow);
  }

  /** What a person answered from that time on calls for an answer again: it still stands. */
  async reopen(client: PoolClient, { stayId, condition }: StayCondition, from: Instant): Promise<void> {
    await client.query({
      name: 'alert-signals-reopen',
      text: `update alert_signal set answered = false, closed = false
             where stay_id = $1 and condition = $2 and at >= $3`,
      values: [stayId, condition, from],
    });
  }

  /** An older revision never replaces a newer one. */
  async keep(client: PoolClient, signals: readonly SignalRecord[], knownAt: Date): Promise<void> {
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

  /**
   * A person has answered all that is known of the condition; `closed` when that resolved the alert.
   *
   * @returns which signals were not answered, or not closed, before.
   */
  async answer(client: PoolClient, { stayId, condition }: StayCondition, closed: boolean): Promise<AnsweredSignals> {
    const { rows } = await client.query<Pick<SignalRow, 'at' | 'answered' | 'closed'>>({
      name: 'alert-signals-answer',
      text: `update alert_signal s set answered = true, closed = s.closed or $3
             from alert_signal before
             where s.stay_id = $1 and s.condition = $2 and not (s.answered and (s.closed or not $3))
               and before.stay_id = s.stay_id and before.condition = s.condition and before.at = s.at
             returning s.at, before.answered, before.closed`,
      values: [stayId, condition, closed],
    });
    return {
      answeredSignals: rows.filter(({ answered }) => !answered).map(({ at }) => instant(at)),
      closedSignals: rows.filter((row) => closed && !row.closed).map(({ at }) => instant(at)),
    };
  }

  /** The answer has been taken back: those signals are as they were before it. */
  async takeBack(
    client: PoolClient,
    { stayId, condition }: StayCondition,
    { answeredSignals, closedSignals }: AnsweredSignals,
  ): Promise<void> {
    await client.query({
      name: 'alert-signals-take-back',
      text: `update alert_signal
             set answered = answered and at <> all($3::timestamptz[]), closed = closed and at <> all($4::timestamptz[])
             where stay_id = $1 and condition = $2`,
      values: [stayId, condition, answeredSignals, closedSignals],
    });
  }
}

function fromRow(row: SignalRow): SignalRecord {
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

function toRow(signal: SignalRecord, knownAt: Date): Omit<SignalRow, 'at'> & { readonly at: string; known_at: Date } {
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

function subjectsOf(signals: readonly StayCondition[]): readonly StayCondition[] {
  const subjects = new Map(signals.map(({ stayId, condition }) => [`${stayId} ${condition}`, { stayId, condition }]));
  return [...subjects.values()];
}
