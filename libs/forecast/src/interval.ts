/** The middle of a distribution of counts, and an interval that holds 80 % of it. */
export interface CountInterval {
  readonly median: number;
  /** Both bounds belong to the interval. */
  readonly low: number;
  readonly high: number;
}

const tail = 0.1;

/**
 * The median and the 80 % interval of counts of patients.
 *
 * An interval that takes in every count which reaches into the middle 80 % holds more than 80 %: for a small ward nearly
 * 90 %. So the interval is of the mid-distribution function, in which a count lies with half of its own probability below
 * it: it holds a little more than 80 % on some days and a little less on others, and 80 % over many. A random choice at the
 * bounds would hold exactly 80 % each day, but two people would read two forecasts.
 *
 * @param runs in how many runs each count came out, from 0 up; at least one run.
 * @see Parzen, Quantile Probability and Statistical Data Modeling, Statistical Science 19 (2004).
 */
export function intervalOf(runs: readonly number[]): CountInterval {
  const total = runs.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let low: number | undefined;
  let high = 0;
  let median: number | undefined;
  for (const [count, times] of runs.entries()) {
    const middle = (below + times / 2) / total;
    below += times;
    if (times === 0) continue;
    if (middle >= tail) low ??= count;
    if (middle <= 1 - tail) high = count;
    if (below * 2 >= total) median ??= count;
  }
  return { median: median ?? 0, low: low ?? 0, high };
}
