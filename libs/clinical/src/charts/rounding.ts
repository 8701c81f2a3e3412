/**
 * Rounding to the resolution of a chart: halves go up, and a half is what a person reads as one. The temperature
 * 35.05 has no exact binary form (it is kept as 35.0499…), yet it was displayed as 35.05 and must score as 35.1.
 */

/** The nearest whole number, halves up. */
export function toWhole(value: number): number {
  assertFinite(value);
  return Math.round(value);
}

/** The nearest tenth, halves up, counted in tenths, so that it is compared as a whole number: 35.05 becomes 351. */
export function toTenths(value: number): number {
  assertFinite(value);
  const tenthsBelow = Math.floor(value * 10);
  // Dividing a number that is exact by ten gives the very double that the decimal half reads as; multiplying the value
  // by ten and rounding would be off by one bit for some of them.
  return value >= (tenthsBelow + 0.5) / 10 ? tenthsBelow + 1 : tenthsBelow;
}

/** The steps of a chart just below and just above a value, both counted in the resolution; the same where it is on a step. */
export function stepsAround(value: number, resolution: 1 | 0.1): readonly [below: number, above: number] {
  const nearest = resolution === 1 ? toWhole(value) : toTenths(value);
  const ofNearest = resolution === 1 ? nearest : nearest / 10;
  if (value === ofNearest) return [nearest, nearest];
  return value > ofNearest ? [nearest, nearest + 1] : [nearest - 1, nearest];
}

function assertFinite(value: number): void {
  // Not a number compares false with every band and would fall through to the last one.
  if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number to score, found ${String(value)}.`);
}
