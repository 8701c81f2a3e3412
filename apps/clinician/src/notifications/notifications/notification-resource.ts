import { instant, type Instant, type Notification } from '#libs/contracts';
import type { NotificationRecord } from './notification-record.ts';

/** A notification as its person sees it. */
export function resourceOf(record: NotificationRecord): Notification {
  const { id, kind, alertId, patientId, run, step, round, tier, person, channel, address, words, state, reason } =
    record;
  return {
    ...{ id, kind, alertId, patientId, run, step, round, tier, channel, address, words, state, reason },
    personId: person.id,
    personName: person.name,
    attempts: [...record.attempts],
    createdAt: instant(record.createdAt),
    nextAttemptAt: instantOrNull(record.nextAttemptAt),
    deliverBy: instantOrNull(record.deliverBy),
    endedAt: instantOrNull(record.endedAt),
  };
}

const instantOrNull = (time: Date | null): Instant | null => time && instant(time);
