import { codeInWords, type EventRule, isCallForHelp, isEventCode, type ObservationCode } from '#libs/clinical';
import { type Condition, conditionOf } from '#libs/contracts';
import type { ConditionInputs, Level } from './condition-level.ts';
import { cappedTier } from './escalation.ts';
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
  const rule = version.pathway.eventRuleOf(taken.code);
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
  return { newest, standIn, repeats: null, unmeasuredSinceMs: null };
}

/** The levels of the events that stand. What calls for help is not capped by any ceiling of care. */
export function* eventLevels(
  { known, atMs }: ConditionInputs,
  version: PlanVersion,
): Generator<readonly [Condition, Level]> {
  const admittedAt = version.plan?.stay?.admittedAt;
  for (const [code, { newest, standIn }] of known) {
    const rule = isEventCode(code) ? version.pathway.eventRuleOf(code) : undefined;
    if (rule === undefined || newest.value !== 'happened' || newest.countsFromMs > atMs) continue;
    if (!isInForce(newest, version, atMs) || admittedAt === undefined || newest.takenAt < admittedAt) continue;
    const again = isAgain(rule, standIn, newest) ? rule.again : undefined;
    const tier = again?.tier ?? rule.tier;
    yield [
      conditionOf('event', code),
      {
        tier: isCallForHelp(code) ? tier : cappedTier(tier, version, atMs),
        reason: () => eventInWords(code, again?.reason ?? rule.reason),
        respondWithinMinutes: rule.respondWithinMinutes ?? null,
        occurredAtMs: newest.takenAtMs,
        ofScore: false,
      },
    ];
  }
}

/** What may be cancelled alerts as soon as it cannot be any more, however short the plan lets values of the code count. */
function isInForce(newest: KnownReading, version: PlanVersion, atMs: number): boolean {
  return atMs === newest.countsFromMs || isValid(version, newest, atMs);
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

function eventInWords(code: ObservationCode, reason: string): string {
  const name = codeInWords(code);
  return `${name.charAt(0).toLocaleUpperCase('en-GB')}${name.slice(1)}: ${reason}`;
}
