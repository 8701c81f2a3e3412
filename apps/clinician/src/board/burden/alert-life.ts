import type { AlertEventKind, AlertOutcome } from '#libs/contracts';
import type { AlertHistoryEvent } from '../../alerts/alerts/alert-history.ts';

/** What one alert asked of people. */
export interface AlertLife {
  /** Null while it is open. */
  readonly outcome: AlertOutcome | null;
  /** Null where no person has acknowledged or resolved it. */
  readonly minutesToAcknowledge: number | null;
  /** Null where no person has resolved it. */
  readonly minutesToResolve: number | null;
  readonly breached: boolean;
  readonly snoozes: number;
  readonly lapses: number;
  readonly escalations: number;
}

const notResolvedByPeople: ReadonlySet<AlertOutcome | null> = new Set([null, 'withdrawn', 'discharged']);
const outcomesWithoutAction: ReadonlySet<AlertOutcome> = new Set([
  'no-action',
  'false-alarm',
  'withdrawn',
  'discharged',
]);
/** What has people called anew, so that the time to the answer counts from there. */
const calls: ReadonlySet<AlertEventKind> = new Set(['raised', 'worsened', 'lapsed', 'snooze-ended']);

/** Whether an outcome says that something was done. */
export const isAction = (outcome: AlertOutcome): boolean => !outcomesWithoutAction.has(outcome);

/**
 * What an alert asked of people, from everything that happened to it. An answer that was taken back is none.
 *
 * @param events oldest first; the first one raises it.
 * @param now until when what is still awaited has waited.
 */
export function lifeOf(events: readonly AlertHistoryEvent[], now: number): AlertLife {
  const raisedAt = events.findLast(({ kind }) => kind === 'raised')?.at ?? events[0]?.at ?? now;
  const last = events.at(-1);
  const outcome = last?.state === 'resolved' ? last.outcome : null;
  const answer = firstAnswer(events);
  const resolvedAt = notResolvedByPeople.has(outcome) ? undefined : events.findLast(isResolution)?.at;
  return {
    outcome,
    minutesToAcknowledge: answer && minutesBetween(lastCallBefore(events, answer.index) ?? raisedAt, answer.at),
    minutesToResolve: resolvedAt === undefined ? null : minutesBetween(raisedAt, resolvedAt),
    breached: isBreached(events, now),
    snoozes: events.filter(({ kind }) => kind === 'snoozed').length,
    lapses: events.filter(({ kind }) => kind === 'lapsed').length,
    escalations: events.filter(({ kind, step = 0 }) => kind === 'escalated' && step > 1).length,
  };
}

const isResolution = ({ kind }: AlertHistoryEvent): boolean => kind === 'resolved';

/** The first event by which a person took it on, unless the next that people did took that back. */
function firstAnswer(events: readonly AlertHistoryEvent[]): { readonly index: number; readonly at: number } | null {
  let answer: { readonly index: number; readonly at: number } | null = null;
  for (const [index, { kind, state, outcome, at }] of events.entries()) {
    if (kind === 'undone' && state === 'raised') answer = null;
    const isAnswered = state === 'acknowledged' || (state === 'resolved' && !notResolvedByPeople.has(outcome));
    if (isAnswered) answer ??= { index, at };
    // From a correction on that withdrew it, it is another call.
    if (kind === 'raised') answer = null;
  }
  return answer;
}

const lastCallBefore = (events: readonly AlertHistoryEvent[], index: number): number | undefined =>
  events.slice(0, index).findLast(({ kind }) => calls.has(kind))?.at;

/** Whether a response was due at some time, and there was none. */
function isBreached(events: readonly AlertHistoryEvent[], now: number): boolean {
  return events.some(({ state, isAwaited, responseDueAt }, index) => {
    const next = events[index + 1]?.at ?? now;
    return state === 'raised' && isAwaited && responseDueAt < next;
  });
}

const minutesBetween = (from: number, until: number): number => Math.max(0, until - from) / 60_000;
