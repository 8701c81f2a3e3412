/** From where to where the axis of values goes. */
export interface ValueRange {
  readonly from: number;
  readonly to: number;
}

/**
 * From 0 on; but where all values lie far above it and close together, from a round number below them, since their changes
 * would not be seen.
 */
export function valueRange(values: readonly number[]): ValueRange {
  if (values.length === 0) return { from: 0, to: 1 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least <= most / 2) return { from: 0, to: most + Math.max(1, most / 10) };
  const spread = most - least;
  const below = least - Math.max(spread / 2, most * 0.03);
  return { from: roundBelow(below, Math.max(spread, most / 20)), to: most + Math.max(1, spread / 10) };
}

/** The next multiple of 1, 5, 50, 500 and so on below, by how far the values lie apart; never below 0. */
function roundBelow(value: number, spread: number): number {
  const step = Math.max(1, 10 ** Math.floor(Math.log10(spread)) / 2);
  return Math.max(0, Math.floor(value / step) * step);
}
