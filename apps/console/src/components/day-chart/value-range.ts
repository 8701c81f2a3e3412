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
  const [least, most] = [Math.min(...values, Infinity), Math.max(...values, 1)];
  const spread = most - least;
  const to = most + Math.max(1, (least > most / 2 ? spread : most) * 0.1);
  return least > most / 2 ? { from: roundBelow(least - spread / 2, most), to } : { from: 0, to };
}

/** The next multiple of 5, 10, 50, 100 and so on below, by how large the values are; never below 0. */
function roundBelow(value: number, most: number): number {
  const step = 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.max(0, Math.floor(value / step) * step);
}
