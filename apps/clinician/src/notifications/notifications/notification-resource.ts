import { instant, type Instant, type Notification } from '#libs/contracts';
import type { NotificationRecord } from './notification-record.ts';

/** A notification as its person sees it. */
export function resourceOf(record: NotificationRecord): Notification {
  const { id, kind, alertId, technicalAlertId, patientId, run, step, round, tier, person } = record;
  const { channel, address, words, state, reason } = record;
  return {
    ...{ id, kind, alertId, technicalAlertId, patientId, run, step, round, tier },
    ...{ channel, address, words, state, reason },
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

/** A notification as the reader sees it: how others are reached is not for everyone. */
export function resourceFor(
  reader: { readonly id: string; readonly maySeeAddresses: boolean },
  record: NotificationRecord,
): Notification {
  const resource = resourceOf(record);
  return reader.maySeeAddresses || record.person.id === reader.id ? resource : { ...resource, address: null };
}
