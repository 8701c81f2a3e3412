import { instant, type Instant, InstantWithOffset } from '#libs/contracts';

/** As of when the address asks to see a page: `?asOf=2026-11-21T08:30:00Z`; null for now, also where it cannot be read. */
export function asOfIn(search: string): Instant | null {
  const asked = InstantWithOffset.safeParse(new URLSearchParams(search).get('asOf'));
  return asked.success ? instant(Date.parse(asked.data)) : null;
}

/** The same page as of another time; null for now. */
export function searchAsOf(search: string, asOf: Instant | null): string {
  const asked = new URLSearchParams(search);
  if (asOf === null) asked.delete('asOf');
  else asked.set('asOf', asOf);
  const text = asked.toString();
  return text === '' ? '' : `?${text}`;
}

/** What a time that was typed in makes of the page, or why it cannot. */
export type AskedTime = { readonly ok: true; readonly asOf: Instant } | { readonly ok: false; readonly fault: string };

export function checkAsOf(timeMs: number, now: number): AskedTime {
  if (Number.isNaN(timeMs)) return { ok: false, fault: 'Enter a date and a time' };
  if (timeMs > now)
    return { ok: false, fault: 'The time must be in the past: nobody knows yet what will be known then' };
  return { ok: true, asOf: instant(timeMs) };
}
