import type { AlertId, AlertTier, EventId, NotificationAttempt, NotificationId, PatientId } from '#libs/contracts';
import type { NotificationRecord } from './notification-record.ts';

/** A row of `notification` as Postgres gives it back. */
export interface NotificationRow {
  readonly id: NotificationId;
  readonly kind: NotificationRecord['kind'];
  readonly alert_id: AlertId | null;
  readonly technical_alert_id: EventId | null;
  readonly patient_id: PatientId | null;
  readonly run: number;
  readonly step: number;
  readonly round: number;
  readonly tier: AlertTier;
  readonly person_id: string;
  readonly person_name: string;
  readonly channel: NotificationRecord['channel'];
  readonly address: string | null;
  readonly words: NotificationRecord['words'];
  readonly further_methods: NotificationRecord['furtherMethods'];
  readonly quiet_hours: NotificationRecord['quietHours'];
  readonly deliver_within_seconds: number;
  readonly reply_needs_sign_in: boolean | null;
  readonly state: NotificationRecord['state'];
  readonly reason: string | null;
  readonly attempts: readonly NotificationAttempt[];
  readonly tries: number;
  readonly created_at: Date;
  readonly next_attempt_at: Date | null;
  readonly deliver_by: Date | null;
  readonly ended_at: Date | null;
}

export function recordOf(row: NotificationRow): NotificationRecord {
  const { id, kind, run, step, round, tier, channel, address, words, state, reason, attempts, tries } = row;
  return {
    ...{ id, kind, run, step, round, tier, channel, address, words, state, reason, attempts, tries },
    alertId: row.alert_id,
    technicalAlertId: row.technical_alert_id,
    patientId: row.patient_id,
    person: { id: row.person_id, name: row.person_name },
    furtherMethods: row.further_methods,
    quietHours: row.quiet_hours,
    deliverWithinSeconds: row.deliver_within_seconds,
    replyNeedsSignIn: row.reply_needs_sign_in,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    deliverBy: row.deliver_by,
    endedAt: row.ended_at,
  };
}

/** What a new row is made of; the columns that are left out have their default. */
export function newRow(record: NotificationRecord): object {
  return {
    id: record.id,
    kind: record.kind,
    alert_id: record.alertId,
    technical_alert_id: record.technicalAlertId,
    patient_id: record.patientId,
    run: record.run,
    step: record.step,
    round: record.round,
    tier: record.tier,
    person_id: record.person.id,
    person_name: record.person.name,
    channel: record.channel,
    address: record.address,
    words: record.words,
    further_methods: record.furtherMethods,
    quiet_hours: record.quietHours,
    deliver_within_seconds: record.deliverWithinSeconds,
    reply_needs_sign_in: record.replyNeedsSignIn,
    state: record.state,
    attempts: record.attempts,
    created_at: record.createdAt,
    next_attempt_at: record.nextAttemptAt,
    deliver_by: record.deliverBy,
  };
}
