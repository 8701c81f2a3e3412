import type { RotaLayer } from '#libs/contracts';
import { Temporal } from 'temporal-polyfill';
import { restrictedTo } from './restrictions.ts';
import { type Span, within } from './span.ts';
import { firstInstantOf, localTimeAt } from './wall-clock.ts';

/** For so long one person has the turn in a layer. */
export interface LayerShift extends Span {
  readonly personId: string;
}

/** The clocks of some zones have left out a whole day: two days before a time, a shift that holds it has begun. */
const marginDays = 2;

/**
 * The shifts of one layer that overlap a span, in the order of time, unshortened but by its restrictions.
 *
 * Each shift begins at a handover time by the clocks of the zone and ends at the next one, so that no change of the clocks
 * leaves a hole or has two people at one time. A person keeps the turn for `every`, counted in days of the calendar from the
 * handover at or before the layer's start.
 */
export function layerShifts(layer: RotaLayer, timeZone: string, span: Span): readonly LayerShift[] {
  const shifts = wholeShifts(layer, timeZone, span);
  if (layer.restrictTo === undefined) return shifts;
  const [first, last] = [shifts[0], shifts.at(-1)];
  if (first === undefined || last === undefined) return [];
  return within(shifts, restrictedTo(layer.restrictTo, timeZone, { start: first.start, end: last.end }));
}

function wholeShifts(layer: RotaLayer, timeZone: string, span: Span): readonly LayerShift[] {
  const { first, startsAt, handover } = handoversOf(layer, timeZone);
  const perDay = layer.handoverTimes.length;
  const daysBefore = first.until(localTimeAt(span.start, timeZone).toPlainDate()).days - marginDays;
  const shifts: LayerShift[] = [];
  // The nth shift begins at the nth handover; the first one may begin later, at the start of the layer.
  for (let n = Math.max(0, daysBefore * perDay); ; n += 1) {
    const start = Math.max(startsAt, handover(n));
    if (start >= span.end) return shifts;
    const end = handover(n + 1);
    if (end > start && end > span.start) shifts.push({ start, end, personId: personOf(layer, n) });
  }
}

/** Who has the nth shift. */
function personOf({ every, handoverTimes, personIds }: RotaLayer, n: number): string {
  const days = every.count * (every.unit === 'week' ? 7 : 1);
  const turn = Math.floor(n / (days * handoverTimes.length));
  const personId = personIds[turn % personIds.length];
  if (personId === undefined) throw new RangeError('A layer has at least one person.');
  return personId;
}

interface Handovers {
  /** The day of the first. */
  readonly first: Temporal.PlainDate;
  readonly startsAt: number;
  /** When the nth handover is; the first has the number 0. */
  readonly handover: (n: number) => number;
}

/** The handovers from the one at or before the layer's start. */
function handoversOf({ start, handoverTimes }: RotaLayer, timeZone: string): Handovers {
  const startsAtLocal = Temporal.PlainDateTime.from(start);
  const times = handoverTimes.map((time) => Temporal.PlainTime.from(time));
  const passed = times.filter((time) => Temporal.PlainTime.compare(time, startsAtLocal.toPlainTime()) <= 0).length;
  const first = startsAtLocal.toPlainDate().subtract({ days: passed === 0 ? 1 : 0 });
  const firstOfDay = (passed === 0 ? times.length : passed) - 1;
  return {
    first,
    startsAt: firstInstantOf(startsAtLocal, timeZone),
    handover: (n) => {
      const position = firstOfDay + n;
      const date = first.add({ days: Math.floor(position / times.length) });
      return firstInstantOf(date.toPlainDateTime(times[position % times.length]), timeZone);
    },
  };
}
