import { instant, type Instant, InstantWithOffset } from '#libs/contracts';
import type { TypedTime } from '../time/site-time.ts';

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

/** A time that was typed, as one to look at the page as of; or why it cannot be. */
export function checkAsOf(typed: TypedTime, now: number): TypedTime {
  if (typed.ok && Date.parse(typed.at) > now) {
    return { ok: false, fault: 'The time must be in the past: what will be known then is not known yet' };
  }
  return typed;
}
