import type { RotaLayer } from '#libs/contracts';
import type { RotaRules, Shift } from './cover.ts';
import type { Span } from './span.ts';

/** Ann, Ben and Cas take a day each, handing over at 08:00 and at 20:00. */
export const aLayer = (over: Partial<RotaLayer> = {}): RotaLayer => ({
  name: 'Nurses',
  start: '2024-12-20T08:00',
  handoverTimes: ['08:00', '20:00'],
  every: { count: 1, unit: 'day' },
  personIds: ['ann', 'ben', 'cas'],
  ...over,
});

export const aRota = (timeZone: string, ...layers: readonly RotaLayer[]): RotaRules => ({
  timeZone,
  layers,
  overrides: [],
});

/** A time in UTC, as `2026-10-24T07:00`. */
export const utc = (text: string): number => Date.parse(`${text}Z`);

/** From one time in UTC until another. */
export const between = (start: string, end: string): Span => ({ start: utc(start), end: utc(end) });

/** Shifts in UTC, one a line: `ben 24T07:00 24T19:00`, by the day of the month. */
export const inWords = (shifts: readonly Pick<Shift, 'start' | 'end' | 'personId'>[]): readonly string[] =>
  shifts.map(({ start, end, personId }) => `${personId} ${dayAndTime(start)} ${dayAndTime(end)}`);

const dayAndTime = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(8, 16);
