/** A time during which no patient's message could come in. The end of one that still lasts is Infinity. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * One that is over sooner delays no reading for long. Counting it would let a gateway that restarts again and again put off
 * the ladder of silence for ever.
 */
const shortestMs = 60_000;

/** The outages that count for the ladder of silence. One that lasts is taken to end at `openUntilMs`. */
export function pausesByOutages(outages: readonly Outage[], openUntilMs: number): readonly Outage[] {
  return outages
    .map(({ fromMs, untilMs }) => ({ fromMs, untilMs: untilMs === Infinity ? openUntilMs : untilMs }))
    .filter(({ fromMs, untilMs }) => untilMs - fromMs >= shortestMs);
}

/** The earliest beginning of an outage that is in one list and not, or not as long, in the other; Infinity where none is. */
export function differsFromMs(one: readonly Outage[], other: readonly Outage[]): number {
  if (one === other) return Infinity;
  return Math.min(earliestMissing(one, other), earliestMissing(other, one));
}

function earliestMissing(wanted: readonly Outage[], among: readonly Outage[]): number {
  let earliestMs = Infinity;
  for (const { fromMs, untilMs } of wanted) {
    const isThere = among.some((outage) => outage.fromMs === fromMs && outage.untilMs === untilMs);
    if (!isThere) earliestMs = Math.min(earliestMs, fromMs);
  }
  return earliestMs;
}
