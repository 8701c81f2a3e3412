import { instant, type Instant, InstantWithOffset } from '#libs/contracts';
import { pathTo } from '../../../navigation/paths.ts';

/** Of when the address asks for figures: `?at=2026-11-21T08:30:00Z`; null for now, also where it cannot be read. */
export function atIn(search: string): Instant | null {
  const asked = InstantWithOffset.safeParse(new URLSearchParams(search).get('at'));
  return asked.success ? instant(Date.parse(asked.data)) : null;
}

/** Where figures of another time are; of now where it is null. */
export const addressAt = (at: Instant | null): string =>
  at === null ? pathTo.capacity : `${pathTo.capacity}?at=${encodeURIComponent(at)}`;
