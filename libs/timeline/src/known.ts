import { isPoor, type ObservationCode } from '#libs/clinical';
import type { Known, KnownCode, KnownReading } from './known-reading.ts';
import { type Composition, compose, scoreOfComposition } from './composition.ts';
import { castDoubts } from './doubts.ts';
import type { PlanVersions } from './plan-versions.ts';
import { compareTaken, type TakenReading } from './reading.ts';

export const nothingKnown: Known = new Map();

/** What is known once the readings of one time have come to what was known before. */
export function withTaken(before: Known, taken: readonly TakenReading[], plans: PlanVersions): Known {
  const [first] = taken;
  if (first === undefined) return before;
  const atMs = first.takenAtMs;
  const rules = plans.at(atMs).pathway.file;
  const known = new Map(before);
  const doubts = taken.filter(({ doubt }) => doubt !== undefined);
  if (doubts.length > 0) castDoubts(known, newestOfEach(doubts), rules.quality);
  for (const reading of newestOfEach(taken.filter(({ doubt }) => doubt === undefined))) {
    const poor = isPoor(reading.quality, rules.quality);
    const countsFromMs = poor ? atMs + rules.quality.confirmWithinMinutes * 60_000 : atMs;
    const newest = { ...reading, poor, countsFromMs, nextWithinMinutes: null };
    const doubted = known.get(reading.code);
    // Only a good reading ends a doubt.
    if (poor && doubted?.newest.doubt !== undefined) known.set(reading.code, { ...doubted, standIn: newest });
    else known.set(reading.code, { newest, ...standInsFor(newest, before.get(reading.code)), unmeasuredSinceMs: null });
  }
  if (rules.dueByScore) setNextWithin(known, compose(plans, known, atMs));
  return known;
}

/** The reading of a code that alerts at a time, or those of which the less alarming one does. */
export function alertingReadings(
  { newest, standIn, repeats }: KnownCode,
  atMs: number,
): readonly (KnownReading | undefined)[] {
  if (newest.doubt !== undefined) return [standIn ?? undefined];
  if (newest.countsFromMs <= atMs) return [newest];
  return repeats === null ? [standIn ?? undefined] : [newest, repeats];
}

/** Whether two states of knowledge are the same. */
export function isSameKnown(one: Known, other: Known): boolean {
  if (one.size !== other.size) return false;
  for (const [code, known] of one) {
    const like = other.get(code);
    if (like === undefined || !isSameReading(known.newest, like.newest)) return false;
    if (known.unmeasuredSinceMs !== like.unmeasuredSinceMs) return false;
    if (!isSameReading(known.standIn, like.standIn) || !isSameReading(known.repeats, like.repeats)) return false;
  }
  return true;
}

function isSameReading(one: KnownReading | null, other: KnownReading | null): boolean {
  if (one === other) return true;
  return (
    one?.observationId === other?.observationId &&
    one?.countsFromMs === other?.countsFromMs &&
    one?.nextWithinMinutes === other?.nextWithinMinutes
  );
}

function newestOfEach(taken: readonly TakenReading[]): readonly TakenReading[] {
  if (taken.length === 1) return taken;
  const byCode = new Map<ObservationCode, TakenReading>();
  for (const reading of taken) {
    const known = byCode.get(reading.code);
    if (known === undefined || compareTaken(reading, known) > 0) byCode.set(reading.code, reading);
  }
  return byCode.size === taken.length ? taken : [...byCode.values()];
}

function standInsFor(newest: KnownReading, before: KnownCode | undefined): Pick<KnownCode, 'standIn' | 'repeats'> {
  if (newest.countsFromMs <= newest.takenAtMs || before === undefined) return { standIn: null, repeats: null };
  if (before.newest.doubt !== undefined) return { standIn: before.standIn, repeats: null };
  const counted = before.newest.countsFromMs <= newest.takenAtMs;
  return counted ? { standIn: before.newest, repeats: null } : { standIn: before.standIn, repeats: before.newest };
}

function setNextWithin(known: Map<ObservationCode, KnownCode>, composition: Composition): void {
  const { chart, newest, scored, atMs } = composition;
  if (!scored) return;
  const taken = newest.filter((reading) => reading?.takenAtMs === atMs);
  if (taken.length === 0) return;
  const { monitorEveryMinutes } = scoreOfComposition(composition);
  for (const code of chart.codes) {
    const entry = known.get(code);
    if (entry?.newest.takenAtMs !== atMs) continue;
    known.set(code, { ...entry, newest: { ...entry.newest, nextWithinMinutes: monitorEveryMinutes } });
  }
}
