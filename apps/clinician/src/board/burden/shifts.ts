import type { BurdenShift } from '#libs/contracts';
import { Temporal } from 'temporal-polyfill';

/** When the day shift begins, and when the night shift does, by the clocks of the site. */
export const handoverTimes = ['08:00', '20:00'] as const;

/** From midnight or a handover until the next: it belongs to one day of the calendar and to one shift. */
export interface ShiftPart {
  /** Milliseconds since 1970, the end not included. */
  readonly from: number;
  readonly until: number;
  /** `2026-11-21`. */
  readonly day: string;
  readonly shift: BurdenShift;
}

/**
 * A period in parts of shifts, without a hole or an overlap, whatever clocks do meanwhile. A handover that the clocks leave out is
 * when they go on, and one that they have twice is the first.
 *
 * @param timeZone an IANA name.
 */
export function shiftPartsOf(from: number, until: number, timeZone: string): readonly ShiftPart[] {
  const last = dayOf(until, timeZone);
  const parts: ShiftPart[] = [];
  for (let day = dayOf(from, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    parts.push(...partsOfDay(day, timeZone));
  }
  return parts
    .map((part) => ({ ...part, from: Math.max(part.from, from), until: Math.min(part.until, until) }))
    .filter((part) => part.from < part.until);
}

const dayOf = (time: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone).toPlainDate();

function partsOfDay(date: Temporal.PlainDate, timeZone: string): readonly ShiftPart[] {
  const day = date.toString();
  const begins = date.toZonedDateTime(timeZone).epochMilliseconds;
  const ends = date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  const [morning, evening] = handoverTimes.map((plainTime) => {
    return date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  });
  return [
    { from: begins, until: morning ?? ends, day, shift: 'night' },
    { from: morning ?? ends, until: evening ?? ends, day, shift: 'day' },
    { from: evening ?? ends, until: ends, day, shift: 'night' },
  ];
}

/** Where in the list the part is that a time falls into, or the first one after it; the length of the list for none. */
export function indexOfPart(parts: readonly ShiftPart[], time: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.until ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
