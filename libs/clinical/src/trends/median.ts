/** The median, of an even number of values the mean of the two in the middle; undefined of none. */
export function medianOf(values: readonly number[]): number | undefined {
  const rising = values.toSorted((one, other) => one - other);
  const upper = rising[rising.length >> 1];
  const lower = rising[(rising.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
