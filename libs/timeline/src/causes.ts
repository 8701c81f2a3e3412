import { derivedId, type EventId, instant, type MonitoringPlan, type PatientId } from '#libs/contracts';
import type { Outage } from './outage.ts';
import type { Cause } from './reading.ts';

/** A part of the news, as what follows from it is put down to it. */
export interface Trigger {
  readonly cause: Cause;
  /** Whether it comes again until its effects are known to be on the log. */
  readonly comesAgain: boolean;
  /** What it changes of the past lies at or after this; Infinity where it changes nothing of it. */
  readonly fromMs: number;
}

/** A change of plan as the cause of scores and signals. */
export function causeOfPlan({ patientId, revision, changedAt }: MonitoringPlan): Cause {
  return { id: eventId('plan-change', patientId, String(revision)), receivedAt: changedAt };
}

/** Time as the cause of what happens by itself: known as soon as it is there. */
export function causeOfTime(patientId: PatientId, atMs: number): Cause {
  const at = instant(atMs);
  return { id: eventId('time', patientId, at), receivedAt: at };
}

/** That it became known when nothing could come in. */
export function causeOfOutages(patientId: PatientId, outages: readonly Outage[]): Cause {
  let latestMs = 0;
  for (const { fromMs, untilMs } of outages) latestMs = Math.max(latestMs, untilMs === Infinity ? fromMs : untilMs);
  const at = instant(latestMs);
  return { id: eventId('outages', patientId, at), receivedAt: at };
}

function eventId(kind: string, ...causes: readonly string[]): EventId {
  // A UUID that was made here needs no parsing.
  return derivedId(kind, ...causes) as EventId;
}
