const firstMilliseconds = 1000;
const mostMilliseconds = 60_000;
/** Then the person's next channel has better prospects. */
const mostTries = 8;

/**
 * When a notification is tried again that could not be delivered: after ever longer, never in step with others.
 *
 * @param tries how often it was tried, from 1.
 * @param random from 0 to 1.
 * @returns undefined where it has had its tries, or its time would be over by then.
 */
export function nextTry({
  tries,
  at,
  deliverBy,
  random,
}: {
  readonly tries: number;
  readonly at: Date;
  readonly deliverBy: Date;
  readonly random: number;
}): Date | undefined {
  if (tries >= mostTries) return undefined;
  const longest = Math.min(mostMilliseconds, firstMilliseconds * 2 ** (tries - 1));
  const next = new Date(at.getTime() + Math.round(longest * (0.5 + random / 2)));
  return next < deliverBy ? next : undefined;
}
