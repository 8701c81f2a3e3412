/** The oldest that a living person is taken to be, in years: Homeward's own limit, by which a mistyped century is noticed. */
const mostYears = 120;

const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/**
 * Why no patient can have been born on that day; undefined where one can.
 *
 * @param birthDate `YYYY-MM-DD`, a day of the calendar.
 * @returns what was found and what was expected.
 */
export function birthDateFault(birthDate: string, now: Date): string | undefined {
  const today = londonDay.format(now);
  const earliest = `${String(Number(today.slice(0, 4)) - mostYears)}${today.slice(4)}`;
  const expected = `expected a day from ${earliest}, ${String(mostYears)} years ago, to today, ${today}`;
  if (birthDate > today) return `found ${birthDate}, which is in the future; ${expected}`;
  if (birthDate < earliest) return `found ${birthDate}, more than ${String(mostYears)} years ago; ${expected}`;
  return undefined;
}
