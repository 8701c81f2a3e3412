/** The middle of a distribution of counts, and an interval that holds 80 % of it. */
export interface CountInterval {
  readonly median: number;
  /** Both bounds belong to the interval. */
  readonly low: number;
  readonly high: number;
}

/** What the interval leaves out, and how much of it on a side if it can. */
const outside = 0.2;
const ofOneSide = outside / 2;

/**
 * The median and the 80 % interval of counts of patients.
 *
 * From the 10th to the 90th percentile, both included, there is more than 80 % of a distribution of whole numbers: for a
 * small ward nearly 90 %, and 90 % where the ward is full in so many runs that no count can be left out above. So a count is
 * left out where more than half of its runs belong to what is to be left out, and what cannot be left out on one side is
 * left out on the other: the interval holds a little more than 80 % on some days, a little less on others, and 80 % over
 * many. A random choice at the bounds would hold exactly 80 % each day, but two people would read two forecasts.
 *
 * @param runs in how many runs each count came out, from 0 up; at least one run.
 */
export function intervalOf(runs: readonly number[]): CountInterval {
  const total = runs.reduce((sum, times) => sum + times, 0);
  const median = medianOf(runs, total);
  const above = leftOut(runs, { from: runs.length - 1, to: median, share: ofOneSide * total });
  const below = leftOut(runs, { from: 0, to: median, share: outside * total - above.runs });
  const { bound: high } = leftOut(runs, { from: runs.length - 1, to: median, share: outside * total - below.runs });
  return { median, low: below.bound, high };
}

/** The first count from one end on that is not left out, and in how many runs the counts before it came out. */
function leftOut(
  runs: readonly number[],
  { from, to, share }: { readonly from: number; readonly to: number; readonly share: number },
): { readonly bound: number; readonly runs: number } {
  const step = Math.sign(to - from);
  let out = 0;
  for (let count = from; count !== to; count += step) {
    const times = runs[count] ?? 0;
    if (out + times / 2 > share) return { bound: count, runs: out };
    out += times;
  }
  return { bound: to, runs: out };
}

function medianOf(runs: readonly number[], total: number): number {
  let counted = 0;
  return runs.findIndex((times) => (counted += times) * 2 >= total);
}
