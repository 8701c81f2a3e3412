import {
  type ContactChannel,
  instant,
  type NotificationAttempt,
  notificationId,
  type NotificationId,
} from '#libs/contracts';
import type { Contacts, QuietHours } from '../channels/contact-method.ts';
import type { NotificationCause, NotificationRecord, NumberedMethod } from './notification-record.ts';
import { quietUntil, timeOfDay } from './quiet-hours.ts';

export const noFurtherWay = 'no further way of contact';

/**
 * The notifications that a person gets at first: one for the browsers in which they are signed in, and one for the first of
 * their contact methods whose channel is offered.
 *
 * @param contacts undefined for a person of whom nothing is known: they are reached in the console alone.
 */
export function firstNotifications(
  cause: NotificationCause,
  contacts: Contacts | undefined,
  { offered, at }: { readonly offered: ReadonlySet<ContactChannel>; readonly at: Date },
): readonly NotificationRecord[] {
  const methods = offeredMethods(contacts, offered);
  const [first, ...further] = methods;
  if (first === undefined) return [consoleNotification(cause, at, noFurtherWay)];
  return [consoleNotification(cause, at), byMethod(cause, [first, ...further], at)];
}

/** The notification by the person's next method, after one that has failed; undefined where there is none. */
export function nextNotification(failed: NotificationRecord, at: Date): NotificationRecord | undefined {
  const [next, ...further] = failed.furtherMethods;
  return next && byMethod(failed, [next, ...further], at);
}

/** The notification for a person's browsers. It waits until one of them has it, or until it is superseded. */
export function consoleNotification(cause: NotificationCause, at: Date, onlyBecause?: string): NotificationRecord {
  return {
    ...pending(cause, at),
    id: idOf(cause, { channel: 'console', number: 0 }),
    channel: 'console',
    address: null,
    furtherMethods: [],
    attempts: onlyBecause === undefined ? [] : [{ at: instant(at), outcome: 'given-up', detail: onlyBecause }],
    nextAttemptAt: null,
    deliverBy: null,
  };
}

/** The notification by the first of these methods: now, or when the quiet hours end that it falls into. */
export function byMethod(
  cause: NotificationCause,
  [method, ...furtherMethods]: readonly [NumberedMethod, ...NumberedMethod[]],
  at: Date,
): NotificationRecord {
  const { from, heldBack } = heldBackUntil(cause.quietHours, at);
  return {
    ...pending(cause, at),
    id: idOf(cause, method),
    channel: method.channel,
    address: method.address,
    furtherMethods,
    attempts: heldBack,
    nextAttemptAt: from,
    deliverBy: new Date(from.getTime() + cause.deliverWithinSeconds * 1000),
  };
}

function pending(cause: NotificationCause, at: Date) {
  const { kind, alertId, technicalAlertId, patientId, run, step, round, tier } = cause;
  const { person, words, deliverWithinSeconds, quietHours, replyNeedsSignIn } = cause;
  return {
    ...{ kind, alertId, technicalAlertId, patientId, run, step, round, tier },
    ...{ person, words, deliverWithinSeconds, quietHours, replyNeedsSignIn },
    state: 'pending' as const,
    reason: null,
    tries: 0,
    createdAt: at,
    endedAt: null,
  };
}

/** From when on the person may be disturbed, and what the ledger says where that is not now. */
function heldBackUntil(
  quietHours: QuietHours | null,
  at: Date,
): { readonly from: Date; readonly heldBack: readonly NotificationAttempt[] } {
  const quiet = quietHours === null ? undefined : quietUntil(quietHours, instant(at));
  if (quietHours === null || quiet === undefined) return { from: at, heldBack: [] };
  const detail = `quiet hours until ${timeOfDay(quiet, quietHours.timeZone)}`;
  return { from: new Date(quiet), heldBack: [{ at: instant(at), outcome: 'held-back', detail }] };
}

/** Those whose channel is offered, in the person's order. Their numbers count every method of the channel. */
function offeredMethods(
  contacts: Contacts | undefined,
  offered: ReadonlySet<ContactChannel>,
): readonly NumberedMethod[] {
  const count = new Map<ContactChannel, number>();
  return (contacts?.methods ?? []).flatMap(({ channel, address }) => {
    const number = count.get(channel) ?? 0;
    count.set(channel, number + 1);
    return offered.has(channel) ? [{ channel, address, number }] : [];
  });
}

function idOf(
  { kind, alertId, technicalAlertId, run, step, round, person }: NotificationCause,
  { channel, number }: { readonly channel: string; readonly number: number },
): NotificationId {
  return notificationId({
    subject: alertId ?? technicalAlertId ?? kind,
    run,
    step,
    round,
    personId: person.id,
    channel,
    method: number,
  });
}
