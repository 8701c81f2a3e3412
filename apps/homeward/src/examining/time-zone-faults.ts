const monthsAhead = 18;

/** The middle of each of the coming months: whether the clocks have changed is plain there. */
export function instantsAhead(now: Date): readonly Date[] {
  return Array.from({ length: monthsAhead }, (_, month) => {
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, 15, 12));
  });
}

/** By how much a zone's clocks are ahead of UTC, in seconds, by the time zone data of this process. */
export function offsetHere(zone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((unit) => Number(parts.find(({ type }) => type === unit)?.value));
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return seconds - Math.floor(at.getTime() / 1000);
}

/** Where the database and this process do not agree on a zone's clocks, in words. */
export function timeZoneFault(
  zone: string,
  instants: readonly Date[],
  offsetsThere: readonly number[],
): string | undefined {
  const differs = instants.find((at, index) => offsetHere(zone, at) !== offsetsThere[index]);
  if (differs === undefined) return undefined;
  const day = differs.toISOString().slice(0, 10);
  return `${zone}: this process and the database do not agree on its clocks on ${day}. Update the older one's time zone data (the image, or tzdata).`;
}
