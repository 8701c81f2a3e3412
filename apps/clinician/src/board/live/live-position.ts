import type { StreamBounds } from '../../commands/live-changes/live-change.ts';

/**
 * A position in the live stream: every change up to `change` has been seen, and of the change after it the first
 * `eventsSeen` events, since one observation set makes several.
 */
export interface LivePosition {
  readonly change: number;
  readonly eventsSeen: number;
}

/** The id of an event: the `index`th (from 0) of the `count` events of the change with that number. */
export function eventId(change: number, index: number, count: number): string {
  return index === count - 1 ? String(change) : `${String(change)}.${String(index + 1)}`;
}

/** The position after the event with this id; undefined for an id that is none of ours. */
export function positionAfter(id: string): LivePosition | undefined {
  const match = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(id);
  if (match === null) return undefined;
  const change = Number(match[1]);
  const eventsSeen = Number(match[2] ?? 0);
  return eventsSeen === 0 ? { change, eventsSeen } : { change: change - 1, eventsSeen };
}

/** Before every change, kept or not: the stream cannot be resumed from here. */
export const beforeEverything: LivePosition = { change: -1, eventsSeen: 0 };

/** More changes than this are not sent again: fetching the board anew costs less. */
export const mostReplayed = 20_000;

/** Whether the stream can go on from this position without leaving anything out. */
export function canResume(position: LivePosition, { base, head }: StreamBounds): boolean {
  const notFromTheFuture = position.change + (position.eventsSeen > 0 ? 1 : 0) <= head;
  return notFromTheFuture && position.change >= base && head - position.change <= mostReplayed;
}
