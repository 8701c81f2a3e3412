import type { ObservationCode } from '#libs/clinical';
import type { ObservationSetRecorded } from '#libs/contracts';
import { readingSetOf } from '#libs/timeline';

/**
 * So many times of a patient are worked on in one batch, or one set: more come at a time only of a patient whose gateway
 * was away. What a batch costs goes by times: a set may have one or five hundred.
 */
const mostTimesATurn = 50;

/**
 * A set that reaches back over more entries of the history than these is old: working it in at once, with others of its kind
 * coming one by one, would cost the whole stretch each time.
 */
const nearEntries = 200;
/** Likewise of a patient who is behind: what is older than these is no news. */
const nearEntriesBehind = 20;

/** Of each code so many readings are news: the newest may be of poor quality, and then rests on those before it. */
const newestOfEachCode = 3;

export interface TurnFacts {
  /** Sets of the patient wait already. */
  readonly isBehind: boolean;
  /** What touches no earlier time is near the newest of the history; -Infinity where all of the history is. */
  readonly nearFromMs: number;
}

/** A patient's sets of one batch. */
export interface Turn {
  readonly now: readonly ObservationSetRecorded[];
  /** Waits until it is worked off beside others' news. */
  readonly later: readonly ObservationSetRecorded[];
}

/** Over how many of the newest entries of a history a set may reach back without being old. */
export function nearEntriesOf({ isBehind }: Pick<TurnFacts, 'isBehind'>): number {
  return isBehind ? nearEntriesBehind : nearEntries;
}

/** What is asked of a set: which codes it reads, and when. */
interface Reach {
  readonly set: ObservationSetRecorded;
  readonly fromMs: number;
  /** At how many times anything was taken, or is retracted. */
  readonly times: number;
  readonly retracts: boolean;
  readonly readings: readonly { readonly code: ObservationCode; readonly takenAtMs: number }[];
}

/**
 * Divides a patient's sets of one batch into what is worked on at once and what waits, so that a patient of whom a day
 * comes at once does not keep the others waiting.
 *
 * What is old waits. The rest does not, unless there is more of it than a turn has, or some waits already: then it is the
 * newest of each code and what takes a reading back, so that no patient's present waits for their own past.
 */
export function turnOf(sets: readonly ObservationSetRecorded[], { isBehind, nearFromMs }: TurnFacts): Turn {
  const reaches = sets.map(reachOf);
  const near = reaches.filter(({ fromMs }) => fromMs >= nearFromMs);
  const times = near.reduce((sum, one) => sum + one.times, 0);
  const isOneTurn = !isBehind && (near.length === 1 || times <= mostTimesATurn);
  const chosen = new Set(isOneTurn ? near : newsOf(near));
  const [now, later] = [reaches.filter((one) => chosen.has(one)), reaches.filter((one) => !chosen.has(one))];
  return { now: now.map(({ set }) => set), later: later.map(({ set }) => set) };
}

/** The earliest time that a set touches, in milliseconds, Infinity where nothing of it counts; and how many it touches. */
export function timesOf(set: ObservationSetRecorded): { readonly fromMs: number; readonly times: number } {
  const { fromMs, times } = reachOf(set);
  return { fromMs, times };
}

function reachOf(set: ObservationSetRecorded): Reach {
  const { readings, retracts } = readingSetOf(set);
  const times = [...readings, ...retracts].map(({ takenAtMs }) => takenAtMs);
  const fromMs = Math.min(Infinity, ...times);
  return { set, readings, retracts: retracts.length > 0, times: new Set(times).size, fromMs };
}

function newsOf(near: readonly Reach[]): readonly Reach[] {
  const byCode = new Map<ObservationCode, { readonly atMs: number; readonly reach: Reach }[]>();
  const news = new Set<Reach>();
  for (const reach of near) {
    // What has nothing that counts is done at once.
    if (reach.retracts || reach.fromMs === Infinity) news.add(reach);
    for (const { code, takenAtMs } of reach.readings) {
      const ofCode = byCode.get(code) ?? [];
      byCode.set(code, ofCode);
      ofCode.push({ atMs: takenAtMs, reach });
    }
  }
  for (const ofCode of byCode.values()) {
    ofCode.sort((one, other) => other.atMs - one.atMs);
    for (const { reach } of ofCode.slice(0, newestOfEachCode)) news.add(reach);
  }
  return [...news];
}
