import { type BedFigures, instant, isOpenStay, type Stay, type StayId, type WardId } from '#libs/contracts';
import { Temporal } from 'temporal-polyfill';

/**
 * By whose clocks a day of wards begins. A site has no setting of its own for it; that a snapshot is of 08:00 in London is
 * NHS England's definition, and libs/capacity's.
 */
export const siteTimeZone = 'Europe/London';

/** What is counted of the stays with a bed on a ward. */
export interface StayCounts {
  readonly occupied: number;
  readonly onLeave: number;
  /** Given beyond capacity by a person. */
  readonly overrides: number;
  readonly leavingToday: number;
  readonly leavingTomorrow: number;
}

export const noStays: StayCounts = { occupied: 0, onLeave: 0, overrides: 0, leavingToday: 0, leavingTomorrow: 0 };

/** Two days that follow each other, by the site's clocks, as `YYYY-MM-DD`. */
export interface TodayAndTomorrow {
  readonly today: string;
  readonly tomorrow: string;
}

/** What the figures of a ward follow from. */
export interface FigureCounts extends StayCounts {
  readonly beds: number;
  readonly closed: number;
  readonly staffedBeds: number | null;
  readonly kits: number | null;
  readonly acuityPoints: number | null;
  readonly reserved: number;
  readonly waiting: number;
}

/** The figures of a ward; of several wards, where the counts are sums. */
export function bedFiguresOf(counts: FigureCounts, at: Date): BedFigures {
  const { leavingToday, leavingTomorrow, ...rest } = counts;
  const open = counts.beds - counts.closed;
  return {
    ...rest,
    at: instant(at),
    open,
    free: Math.max(0, open - counts.occupied - counts.reserved),
    overCapacity: Math.max(0, counts.occupied - open),
    ...occupancyOf(counts.occupied, open),
    expectedDischarges: { today: leavingToday, tomorrow: leavingTomorrow },
  };
}

/**
 * Occupancy as a fraction, and as it is published: in per cent with one decimal, and `100%*` above 100 %.
 *
 * @see NHS England, Virtual Ward statistics: Notes.
 */
export function occupancyOf(occupied: number, open: number): Pick<BedFigures, 'occupancy' | 'occupancyShown'> {
  if (open <= 0) return { occupancy: null, occupancyShown: null };
  const occupancy = occupied / open;
  if (occupied > open) return { occupancy, occupancyShown: '100%*' };
  // In whole tenths of a per cent, half a tenth up: binary fractions would round some halves down.
  return { occupancy, occupancyShown: `${(Math.floor((occupied * 2000 + open) / (open * 2)) / 10).toFixed(1)}%` };
}

/** One stay with a bed at a time, by its placement. */
export interface PlacedStay {
  readonly stayId: StayId;
  readonly wardId: WardId;
  readonly isOverride: boolean;
}

/** The counts of each ward from its placements at a time and the states that those stays had then. */
export function countStays(
  placed: readonly PlacedStay[],
  states: ReadonlyMap<StayId, Pick<Stay, 'state' | 'expectedDischargeDate'>>,
  { today, tomorrow }: TodayAndTomorrow,
): ReadonlyMap<WardId, StayCounts> {
  const byWard = Map.groupBy(placed, ({ wardId }) => wardId);
  const counts = [...byWard].map(([wardId, stays]): readonly [WardId, StayCounts] => {
    const then = stays.flatMap(({ stayId }) => states.get(stayId) ?? []).filter(isOpenStay);
    const leavingOn = (day: string): number =>
      then.filter(({ expectedDischargeDate }) => expectedDischargeDate === day).length;
    return [
      wardId,
      {
        occupied: stays.length,
        onLeave: then.filter(({ state }) => state === 'on-leave').length,
        overrides: stays.filter(({ isOverride }) => isOverride).length,
        leavingToday: leavingOn(today),
        leavingTomorrow: leavingOn(tomorrow),
      },
    ];
  });
  return new Map(counts);
}

/** The day of a time and the one after it, by the clocks of a time zone. */
export function todayAndTomorrow(at: Date, timeZone: string): TodayAndTomorrow {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return { today: today.toString(), tomorrow: today.add({ days: 1 }).toString() };
}
