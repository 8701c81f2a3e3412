import { type RotaRestriction, weekdays } from '#libs/contracts';
import { Temporal } from 'temporal-polyfill';
import { type Span, union } from './span.ts';
import { firstInstantOf, localTimeAt } from './wall-clock.ts';

/** When a layer with these restrictions applies, as far as it touches the span, in the order of time. */
export function restrictedTo(
  restrictions: readonly RotaRestriction[],
  timeZone: string,
  { start, end }: Span,
): readonly Span[] {
  const spans: Span[] = [];
  const last = localTimeAt(end, timeZone).toPlainDate();
  // What began the day before may go on over midnight; clocks have left out a whole day.
  let date = localTimeAt(start, timeZone).toPlainDate().subtract({ days: 2 });
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    for (const restriction of restrictions) {
      const day = weekdays[date.dayOfWeek - 1];
      if (day !== undefined && restriction.days.includes(day)) spans.push(on(date, restriction, timeZone));
    }
  }
  return union(spans);
}

function on(date: Temporal.PlainDate, { from, until }: RotaRestriction, timeZone: string): Span {
  const lastDate = until <= from ? date.add({ days: 1 }) : date;
  return {
    start: firstInstantOf(date.toPlainDateTime(Temporal.PlainTime.from(from)), timeZone),
    end: firstInstantOf(lastDate.toPlainDateTime(Temporal.PlainTime.from(until)), timeZone),
  };
}
