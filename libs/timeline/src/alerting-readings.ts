import type { KnownCode, KnownReading } from './known-reading.ts';

/** The reading of a code that alerts at a time, or those of which the less alarming one does. */
export function alertingReadings(
  { newest, standIn, repeats }: KnownCode,
  atMs: number,
): readonly (KnownReading | undefined)[] {
  if (newest.doubt !== undefined) return [standIn ?? undefined];
  if (newest.countsFromMs <= atMs) return [newest];
  return repeats === null ? [standIn ?? undefined] : [newest, repeats];
}
