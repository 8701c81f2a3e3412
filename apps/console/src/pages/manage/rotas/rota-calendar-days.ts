import type { RotaGap, RotaShift, TimeZone } from '#libs/contracts';
import { instantsOf, wallMinute } from '../../../time/site-time.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How much of a rota is on screen; a month is shown in whole weeks. */
export const calendarViews = ['week', 'month'] as const;
export type CalendarView = (typeof calendarViews)[number];

/** As much of a shift or a gap as lies in one day; `from` and `until` are null where it goes on beyond the day. */
export interface CalendarEntry {
  readonly from: string | null;
  readonly until: string | null;
  readonly what:
    { readonly kind: 'shift'; readonly shift: RotaShift } | { readonly kind: 'gap'; readonly gap: RotaGap };
}

export interface CalendarDay {
  /** `2026-11-23`, by the clocks of the rota's time zone. */
  readonly date: string;
  readonly entries: readonly CalendarEntry[];
}

/** The days of a calendar, of the zone given. */
export interface CalendarSpan {
  readonly dates: readonly string[];
  readonly from: number;
  readonly until: number;
}

const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** Monday is 0. */
const weekdayOf = (date: string): number => (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;

/** When a day begins: where clocks are put forward over midnight, with the first minute that they show. */
function startOfDay(date: string, zone: TimeZone): number {
  for (const clock of ['00:00', '00:30', '01:00', '02:00']) {
    const [first] = instantsOf(`${date}T${clock}`, zone);
    if (first !== undefined) return first;
  }
  return Date.parse(`${date}T00:00Z`);
}

/** The week or the month, in whole weeks from Monday, that has the day. */
export function calendarSpan(date: string, view: CalendarView, zone: TimeZone): CalendarSpan {
  const first = view === 'week' ? date : `${date.slice(0, 8)}01`;
  const monday = dayAfter(first, -weekdayOf(first));
  const nextMonth = dayAfter(`${date.slice(0, 8)}28`, 4).slice(0, 7);
  const weeks = view === 'week' ? 1 : Math.ceil((Date.parse(`${nextMonth}-01`) - Date.parse(monday)) / (7 * dayMs));
  const dates = Array.from({ length: weeks * 7 }, (_unused, index) => dayAfter(monday, index));
  return { dates, from: startOfDay(monday, zone), until: startOfDay(dayAfter(monday, weeks * 7), zone) };
}

/** A day of the week or month before or after. */
export function otherSpan(date: string, view: CalendarView, direction: -1 | 1): string {
  if (view === 'week') return dayAfter(date, 7 * direction);
  const first = `${date.slice(0, 8)}01`;
  return direction === 1 ? `${dayAfter(first, 32).slice(0, 8)}01` : `${dayAfter(first, -1).slice(0, 8)}01`;
}

/** What a calendar has on each of its days, in order of time. */
export function calendarDays(
  { dates }: CalendarSpan,
  {
    zone,
    shifts,
    gaps,
  }: { readonly zone: TimeZone; readonly shifts: readonly RotaShift[]; readonly gaps: readonly RotaGap[] },
): readonly CalendarDay[] {
  const all = [
    // The shift of a person who is not active is a gap: it is said once.
    ...shifts.filter(({ active }) => active).map((shift) => ({ ...shift, what: { kind: 'shift', shift } as const })),
    ...gaps.map((gap) => ({ ...gap, what: { kind: 'gap', gap } as const })),
  ].toSorted((one, other) => Date.parse(one.start) - Date.parse(other.start));
  return dates.map((date) => {
    const begins = startOfDay(date, zone);
    const ends = startOfDay(dayAfter(date, 1), zone);
    const clock = (time: number): string => wallMinute(time, zone).slice(11);
    const entries = all
      .map(({ start, end, what }) => ({ from: Date.parse(start), until: Date.parse(end), what }))
      .filter(({ from, until }) => from < ends && until > begins)
      .map(({ from, until, what }) => ({
        from: from < begins ? null : clock(from),
        until: until > ends ? null : clock(until),
        what,
      }));
    return { date, entries };
  });
}
