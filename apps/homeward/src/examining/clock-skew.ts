/** What another machine's clock said, and when we asked by our own. */
export interface ClockReading {
  readonly of: string;
  readonly said: Date;
  readonly askedAt: Date;
  readonly answeredAt: Date;
  /** How finely it says it: a second in an HTTP header. */
  readonly grainMs: number;
}

/** Readings of devices are refused and silences counted by these clocks: half a second is what NTP keeps with ease. */
const toleratedMs = 500;

/**
 * By how much another machine's clock is surely ahead of ours, in milliseconds, or behind where negative: 0 where the time
 * that the answer took, and how finely it was said, may be the whole difference.
 */
export function skewOf({ said, askedAt, answeredAt, grainMs }: Omit<ClockReading, 'of'>): number {
  const ahead = said.getTime() - answeredAt.getTime();
  const behind = said.getTime() + grainMs - askedAt.getTime();
  if (ahead > 0) return ahead;
  return behind < 0 ? behind : 0;
}

/** In words, where the two clocks are further apart than can be let pass. */
export function skewFault(reading: ClockReading): string | undefined {
  const skew = skewOf(reading);
  if (Math.abs(skew) <= toleratedMs) return undefined;
  const where = skew > 0 ? 'ahead of' : 'behind';
  const seconds = (Math.abs(skew) / 1000).toFixed(1);
  return `the clock of ${reading.of} is at least ${seconds} s ${where} this machine's. Set both by NTP (timedatectl, chronyc tracking).`;
}
