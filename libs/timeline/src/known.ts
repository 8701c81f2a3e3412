import { isEventCode, isPoor, type ObservationCode, untilDueMinutes } from '#libs/clinical';
import type { Known, KnownCode, KnownReading } from './known-reading.ts';
import { type Composition, compose, scoreOfComposition } from './composition.ts';
import { followAbsences } from './absences.ts';
import { castDoubts } from './doubts.ts';
import { withEvent } from './event-levels.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { TakenReading } from './reading.ts';
import { countingOfEach } from './same-time.ts';

const minuteInMs = 60_000;

export const nothingKnown: Known = new Map();

/** What is known once the readings of one time have come to what was known before. */
export function withTaken(before: Known, taken: readonly TakenReading[], plans: PlanVersions): Known {
  const [first] = taken;
  if (first === undefined) return before;
  const atMs = first.takenAtMs;
  const rules = plans.at(atMs).pathway.file;
  const known = new Map(before);
  const doubts = taken.filter(({ doubt }) => doubt !== undefined);
  if (doubts.length > 0) castDoubts(known, doubts, rules.quality);
  const readings = doubts.length === 0 ? taken : taken.filter(({ doubt }) => doubt === undefined);
  for (const { counts, beside } of countingOfEach(readings, { before, plans })) {
    if (isEventCode(counts.code)) {
      known.set(counts.code, withEvent(before.get(counts.code), counts, plans.at(atMs)));
      continue;
    }
    const poor = isPoor(counts.quality, rules.quality);
    const countsFromMs = poor ? atMs + rules.quality.confirmWithinMinutes * minuteInMs : atMs;
    const newest = { ...counts, poor, countsFromMs, asked: null, countsUntilMs: Infinity, beside };
    const doubted = known.get(counts.code);
    // Only a good reading ends a doubt.
    if (poor && doubted?.newest.doubt !== undefined) known.set(counts.code, { ...doubted, standIn: newest });
    else known.set(counts.code, { newest, ...standInsFor(newest, before.get(counts.code)), unmeasuredSinceMs: null });
  }
  followAbsences(known, readings, plans.at(atMs));
  if (rules.dueByScore) setAsked(known, compose(plans, known, atMs));
  return known;
}

/** Whether two states of knowledge are the same. */
export function isSameKnown(one: Known, other: Known): boolean {
  if (one.size !== other.size) return false;
  for (const [code, known] of one) {
    const like = other.get(code);
    if (like === undefined || !isSameReading(known.newest, like.newest)) return false;
    if (known.unmeasuredSinceMs !== like.unmeasuredSinceMs) return false;
    if (!isSameReading(known.standIn, like.standIn) || !isSameReading(known.repeats, like.repeats)) return false;
    if (!areSameReadings(known.absences, like.absences)) return false;
  }
  return true;
}

function areSameReadings(one: KnownCode['absences'] = [], other: KnownCode['absences'] = []): boolean {
  return one.length === other.length && one.every((reading, index) => isSameReading(reading, other[index] ?? null));
}

function isSameReading(one: KnownReading | null, other: KnownReading | null): boolean {
  if (one === other) return true;
  return (
    one?.observationId === other?.observationId &&
    one?.countsFromMs === other?.countsFromMs &&
    one?.asked?.everyMinutes === other?.asked?.everyMinutes &&
    one?.asked?.fromMs === other?.asked?.fromMs &&
    one?.countsUntilMs === other?.countsUntilMs &&
    isSameBeside(one?.beside ?? [], other?.beside ?? [])
  );
}

function isSameBeside(one: KnownReading['beside'], other: KnownReading['beside']): boolean {
  return (
    one.length === other.length &&
    one.every(({ observationId }, index) => other[index]?.observationId === observationId)
  );
}

function standInsFor(newest: KnownReading, before: KnownCode | undefined): Pick<KnownCode, 'standIn' | 'repeats'> {
  if (newest.countsFromMs <= newest.takenAtMs || before === undefined) return { standIn: null, repeats: null };
  if (before.newest.doubt !== undefined) return { standIn: before.standIn, repeats: null };
  const counted = before.newest.countsFromMs <= newest.takenAtMs;
  return counted ? { standIn: before.newest, repeats: null } : { standIn: before.standIn, repeats: before.newest };
}

/**
 * Notes on every value that counts how often the score asks for it. A value counts until the next one is due, plus a quarter:
 * one that is taken now, from now on; an older one from now on, too, where the score asks for it sooner than before, so that
 * the values a score is made of outlast the moment at which it asks for more; and where the score asks less often, as if it
 * always had. What does not count any more is not revived.
 */
function setAsked(known: Map<ObservationCode, KnownCode>, composition: Composition): void {
  const { chart, newest, scored, valid, atMs } = composition;
  if (!scored || newest.every((reading) => reading?.takenAtMs !== atMs)) return;
  const { monitorEveryMinutes } = scoreOfComposition(composition);
  chart.codes.forEach((code, index) => {
    const entry = known.get(code);
    if (entry === undefined) return;
    const isTaken = entry.newest.takenAtMs === atMs;
    if (isTaken) known.set(code, { ...entry, newest: takenWhenAsked(entry.newest, monitorEveryMinutes) });
    else if ((valid & (1 << index)) !== 0 && entry.newest.asked?.everyMinutes !== monitorEveryMinutes) {
      known.set(code, { ...entry, newest: askedAgain(entry.newest, { everyMinutes: monitorEveryMinutes, atMs }) });
    }
  });
}

function takenWhenAsked(reading: KnownReading, everyMinutes: number): KnownReading {
  const countsUntilMs = reading.takenAtMs + untilDueMinutes(everyMinutes) * minuteInMs;
  return { ...reading, asked: { everyMinutes, fromMs: reading.takenAtMs }, countsUntilMs };
}

function askedAgain(
  reading: KnownReading,
  { everyMinutes, atMs }: { readonly everyMinutes: number; readonly atMs: number },
): KnownReading {
  const lengthMs = untilDueMinutes(everyMinutes) * minuteInMs;
  const isSooner = everyMinutes < (reading.asked?.everyMinutes ?? Infinity);
  const countsUntilMs = isSooner
    ? Math.min(reading.countsUntilMs, atMs + lengthMs)
    : Math.max(reading.countsUntilMs, reading.takenAtMs + lengthMs);
  return { ...reading, asked: { everyMinutes, fromMs: isSooner ? atMs : reading.takenAtMs }, countsUntilMs };
}
