import type { RotaWindow } from '#libs/contracts';
import type { Span } from '#libs/rota';

const weekMilliseconds = 7 * 86_400_000;

/** From now where no beginning is named, and for 7 days where no end is. */
export function askedSpan({ from, until }: RotaWindow, now: Date): Span {
  const start = from === undefined ? now.getTime() : Date.parse(from);
  return { start, end: until === undefined ? start + weekMilliseconds : Date.parse(until) };
}
