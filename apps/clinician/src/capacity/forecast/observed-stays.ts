import type { StayId, WardId } from '#libs/contracts';
import type { Day, ObservedStay } from '#libs/forecast';
import { dayOf, type SnapshotDays } from './snapshot-days.ts';

/** That a stay was on a ward, in one bed, from when until when. */
export interface PlacedStay {
  readonly stayId: StayId;
  readonly wardId: WardId;
  readonly from: Date;
  readonly until: Date | null;
}

/** What was known of a stay from a time on. */
export interface StayKnowledge {
  readonly at: Date;
  readonly pathway: string;
  readonly isCancelled: boolean;
  readonly expectedDischargeDate: string | null;
}

interface Presence {
  readonly from: Day;
  readonly until: Day | null;
}

/**
 * Stays as 08:00 after 08:00 sees them. One that goes from bed to bed of what is looked at, without an 08:00 between, is one
 * stay there; one that comes back later is another. An admission that was a mistake is left out.
 *
 * @param placed on what is looked at: a ward, or all of them together.
 * @param knowledge of each of them, oldest first.
 */
export function observedStays(
  placed: readonly PlacedStay[],
  knowledge: ReadonlyMap<StayId, readonly StayKnowledge[]>,
  days: SnapshotDays,
): readonly ObservedStay[] {
  return [...Map.groupBy(placed, ({ stayId }) => stayId)].flatMap(([stayId, placements]) => {
    const known = knowledge.get(stayId) ?? [];
    const newest = known.at(-1);
    if (newest === undefined || newest.isCancelled) return [];
    const expected = known.map(({ at, expectedDischargeDate: date }) => ({
      knownFrom: days.firstFrom(at),
      date: date === null ? null : dayOf(date),
    }));
    return presencesOf(placements, days).map((presence) => ({ ...presence, pathway: newest.pathway, expected }));
  });
}

function presencesOf(placements: readonly PlacedStay[], days: SnapshotDays): readonly Presence[] {
  const joined: Presence[] = [];
  for (const { from, until } of placements.toSorted((one, other) => one.from.getTime() - other.from.getTime())) {
    const next = { from: days.firstFrom(from), until: until === null ? null : days.firstFrom(until) };
    const last = joined.at(-1);
    if (last !== undefined && last.until !== null && last.until >= next.from) {
      joined[joined.length - 1] = { from: last.from, until: next.until };
    } else {
      joined.push(next);
    }
  }
  return joined.filter(({ from, until }) => until === null || until > from);
}
