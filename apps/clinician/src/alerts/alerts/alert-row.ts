import type { Tier } from '#libs/clinical';
import {
  type AlertId,
  type AlertOutcome,
  type AlertState,
  type AlertTier,
  type Condition,
  type HandedTo,
  type Instant,
  instant,
  kindOfCondition,
  type PatientId,
  type PersonReference,
  type ScoreId,
  type StayId,
} from '#libs/contracts';
import type { AlertRecord, ReturnedState, SnoozeState } from './alert-decision.ts';
import type { EscalationState } from './escalation-state.ts';

/** A row of the table `alert`. `At` is a date when it is read, and an instant when it is written. */
export interface AlertRow<At extends Date | Instant = Date> {
  readonly id: AlertId;
  readonly patient_id: PatientId;
  readonly stay_id: StayId;
  readonly condition: Condition;
  readonly tier: AlertTier;
  readonly notified_tier: Tier;
  readonly current_tier: Tier;
  readonly state: AlertState;
  readonly raised_at: At;
  readonly worsened_at: At | null;
  readonly response_due_at: At;
  readonly reason: string;
  readonly signal_reason: string;
  readonly instruction: string | null;
  readonly late: boolean;
  readonly score_id: ScoreId | null;
  readonly acknowledged_at: At | null;
  readonly acknowledged_by: PersonReference | null;
  readonly acknowledgement_note: string | null;
  readonly acknowledgement_lapses_at: At | null;
  readonly owner: PersonReference | null;
  readonly handed_to: HandedTo | null;
  readonly snooze: SnoozeState | null;
  readonly clears_at: At | null;
  readonly cleared_at: At | null;
  readonly resolved_at: At | null;
  readonly resolved_by: PersonReference | null;
  readonly outcome: AlertOutcome | null;
  readonly outcome_note: string | null;
  readonly undoable_until: At | null;
  readonly escalation: EscalationState | null;
  readonly revision: number;
  readonly since: At | null;
  readonly answered: boolean;
  readonly withdrawn: boolean;
  readonly returns_at: At | null;
  readonly returned: ReturnedState | null;
}

/** The alert that a row of the table holds. */
export function fromRow(row: AlertRow): AlertRecord {
  return {
    id: row.id,
    patientId: row.patient_id,
    stayId: row.stay_id,
    condition: row.condition,
    conditionKind: kindOfCondition(row.condition),
    tier: row.tier,
    currentTier: row.current_tier,
    state: row.state,
    raisedAt: instant(row.raised_at),
    worsenedAt: instantOrNull(row.worsened_at),
    responseDueAt: instant(row.response_due_at),
    reason: row.reason,
    instruction: row.instruction,
    late: row.late,
    scoreId: row.score_id,
    acknowledgedAt: instantOrNull(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    acknowledgementNote: row.acknowledgement_note,
    acknowledgementLapsesAt: instantOrNull(row.acknowledgement_lapses_at),
    owner: row.owner,
    handedTo: row.handed_to,
    snooze: row.snooze,
    clearsAt: instantOrNull(row.clears_at),
    clearedAt: instantOrNull(row.cleared_at),
    resolvedAt: instantOrNull(row.resolved_at),
    resolvedBy: row.resolved_by,
    outcome: row.outcome,
    outcomeNote: row.outcome_note,
    undoableUntil: instantOrNull(row.undoable_until),
    escalation: row.escalation,
    revision: row.revision,
    notifiedTier: row.notified_tier,
    signalReason: row.signal_reason,
    since: instantOrNull(row.since),
    answered: row.answered,
    withdrawn: row.withdrawn,
    returnsAt: instantOrNull(row.returns_at),
    returned: row.returned,
  };
}

/** What is written of an alert; the kind of its condition follows from that and is left out. */
export function toRow(alert: AlertRecord): AlertRow<Instant> {
  return {
    id: alert.id,
    patient_id: alert.patientId,
    stay_id: alert.stayId,
    condition: alert.condition,
    tier: alert.tier,
    notified_tier: alert.notifiedTier,
    current_tier: alert.currentTier,
    state: alert.state,
    raised_at: alert.raisedAt,
    worsened_at: alert.worsenedAt,
    response_due_at: alert.responseDueAt,
    reason: alert.reason,
    signal_reason: alert.signalReason,
    instruction: alert.instruction,
    late: alert.late,
    score_id: alert.scoreId,
    acknowledged_at: alert.acknowledgedAt,
    acknowledged_by: alert.acknowledgedBy,
    acknowledgement_note: alert.acknowledgementNote,
    acknowledgement_lapses_at: alert.acknowledgementLapsesAt,
    owner: alert.owner,
    handed_to: alert.handedTo,
    snooze: alert.snooze,
    clears_at: alert.clearsAt,
    cleared_at: alert.clearedAt,
    resolved_at: alert.resolvedAt,
    resolved_by: alert.resolvedBy,
    outcome: alert.outcome,
    outcome_note: alert.outcomeNote,
    undoable_until: alert.undoableUntil,
    escalation: alert.escalation,
    revision: alert.revision,
    since: alert.since,
    answered: alert.answered,
    withdrawn: alert.withdrawn,
    returns_at: alert.returnsAt,
    returned: alert.returned,
  };
}

const instantOrNull = (at: Date | null): Instant | null => (at === null ? null : instant(at));
