import type { Alert } from '#libs/contracts';
import { partOf } from './alert-part.ts';

/** A time that an alert counts to. */
export type AlertClock =
  /** People have to respond until then; `overdue` once it has passed. */
  | { readonly kind: 'respond' | 'overdue'; readonly at: string; readonly spanMs: number }
  | { readonly kind: 'lapses' | 'snoozed' | 'next-step'; readonly at: string; readonly spanMs: number };

/** The clocks of an alert, the most pressing first. What only late readings show has none: it is not news. */
export function clocksOf(alert: Alert, now: number): readonly AlertClock[] {
  const { state, late, snooze, acknowledgementLapsesAt, responseDueAt, escalation } = alert;
  const part = partOf(alert);
  const next = escalation?.nextStepAt ?? null;
  return [
    ...(state === 'raised' && part === 'calling' && !late ? [respond()] : []),
    ...(snooze === null || part !== 'snoozed' ? [] : [clock('snoozed', snooze.until)]),
    ...(state === 'acknowledged' && acknowledgementLapsesAt !== null ? [clock('lapses', acknowledgementLapsesAt)] : []),
    ...(part === 'calling' && next !== null ? [clock('next-step', next)] : []),
  ];

  function respond(): AlertClock {
    const leftMs = Date.parse(responseDueAt) - now;
    return { kind: leftMs > 0 ? 'respond' : 'overdue', at: responseDueAt, spanMs: Math.abs(leftMs) };
  }

  function clock(kind: 'lapses' | 'snoozed' | 'next-step', at: string): AlertClock {
    return { kind, at, spanMs: Math.max(0, Date.parse(at) - now) };
  }
}
