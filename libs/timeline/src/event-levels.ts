import {
  absenceInWords,
  codeInWords,
  type EventRule,
  isCallForHelp,
  isEventCode,
  type ObservationCode,
} from '#libs/clinical';
import { type Condition, conditionOf } from '#libs/contracts';
import { overdueAbsences } from './absences.ts';
import type { ConditionInputs, Level } from './condition-level.ts';
import { cappedTier } from './escalation.ts';
import { eventRuleAt } from './event-rule.ts';
import type { KnownCode, KnownReading } from './known-reading.ts';
import { isValid, type PlanVersion } from './plan-version.ts';
import type { TakenReading } from './reading.ts';

const minuteInMs = 60_000;

/**
 * What an event makes of what was known of its code. Behind the newest stands the event before it, unless that was taken
 * back: of a cancellation the event that it takes back. An event alerts from when it cannot be cancelled any more; a second
 * one soon after it alerts at once, so that pressing again never puts an alert off.
 */
export function withEvent(before: KnownCode | undefined, taken: TakenReading, version: PlanVersion): KnownCode {
  const rule = eventRuleAt(version, taken.code, taken.takenAtMs)?.rule;
  const previous = before === undefined ? null : uncancelledEvent(before);
  const standIn = previous ?? (taken.value === 'cancelled' ? (before?.standIn ?? null) : null);
  const isSecond = rule !== undefined && isAgain(rule, previous, taken);
  const waitsMs = isSecond || taken.value === 'cancelled' ? 0 : (rule?.cancelWithinSeconds ?? 0) * 1000;
  const countsFromMs = taken.takenAtMs + waitsMs;
  const newest: KnownReading = {
    ...taken,
    poor: false,
    countsFromMs,
    asked: null,
    countsUntilMs: countsFromMs + (rule?.standsForMinutes ?? 0) * minuteInMs,
    beside: [],
  };
  return { newest, standIn, repeats: null, unmeasuredSinceMs: null, absences: before?.absences };
}

/** The levels of the events that stand. No ceiling of care caps what calls for help, nor what the plan asks for. */
export function* eventLevels(
  { known, atMs }: ConditionInputs,
  version: PlanVersion,
): Generator<readonly [Condition, Level]> {
  const admittedAt = version.plan?.stay?.admittedAt;
  if (admittedAt === undefined) return;
  for (const [code, entry] of known) {
    const inForce = isEventCode(code) ? eventRuleAt(version, code, atMs) : undefined;
    if (inForce === undefined) continue;
    const { rule, isPersonal } = inForce;
    const event = alertingEvent(entry, { rule, version, atMs });
    if (event === undefined || event.takenAt < admittedAt) continue;
    const again = isAgain(rule, entry.standIn, event) ? rule.again : undefined;
    const tier = again?.tier ?? rule.tier;
    yield [
      conditionOf('event', code),
      {
        tier: isPersonal || isCallForHelp(code) ? tier : cappedTier(tier, version, atMs),
        reason: () => eventInWords(code, again?.reason ?? rule.reason, rule.absence),
        respondWithinMinutes: rule.respondWithinMinutes ?? null,
        occurredAtMs: event.takenAtMs,
        ofScore: false,
      },
    ];
  }
}

/** The event that alerts at a time: the newest of its code, or of absences the last to have lasted for too long. */
function alertingEvent(
  entry: KnownCode,
  { rule, version, atMs }: { readonly rule: EventRule; readonly version: PlanVersion; readonly atMs: number },
): KnownReading | undefined {
  if (rule.absence !== undefined) return overdueAbsences(entry, atMs).at(-1);
  const { newest } = entry;
  if (newest.value !== 'happened' || newest.countsFromMs > atMs) return undefined;
  return isValid(version, newest, atMs) ? newest : undefined;
}

function uncancelledEvent({ newest }: KnownCode): KnownReading | null {
  return newest.value === 'happened' ? newest : null;
}

function isAgain(
  { again }: EventRule,
  previous: KnownReading | null,
  { takenAtMs, value }: Pick<TakenReading, 'takenAtMs' | 'value'>,
): boolean {
  if (again === undefined || previous === null || value !== 'happened') return false;
  return takenAtMs - previous.takenAtMs <= again.withinMinutes * minuteInMs;
}

function eventInWords(code: ObservationCode, reason: string, absence: EventRule['absence']): string {
  const name = codeInWords(code);
  const said = `${name.charAt(0).toLocaleUpperCase('en-GB')}${name.slice(1)}`;
  return absence === undefined ? `${said}: ${reason}` : `${said}, ${absenceInWords(absence)}: ${reason}`;
}
