import { siteTimeZone } from '../beds/bed-figures.ts';

const siteDay = new Intl.DateTimeFormat('en-CA', { timeZone: siteTimeZone });

/** What is wrong with the date on which a stay is expected to end, as `YYYY-MM-DD` by the site's clocks. */
export function expectedDischargeFaults(
  date: string | null,
  now: Date,
  path: string,
): readonly { readonly path: string; readonly message: string }[] {
  const today = siteDay.format(now);
  if (date === null || date >= today) return [];
  return [{ path, message: `found ${date}, which has passed; expected today, ${today}, or a later day` }];
}
