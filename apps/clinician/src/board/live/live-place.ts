/**
 * A place in the live stream: everything up to `position` has been seen, and of the change after it the first
 * `eventsSeen` events, since one observation set makes several.
 */
export interface LivePlace {
  readonly position: number;
  readonly eventsSeen: number;
}

/** The id of an event: the `index`th (from 0) of the `count` events of the change at `position`. */
export function eventId(position: number, index: number, count: number): string {
  return index === count - 1 ? String(position) : `${String(position)}.${String(index + 1)}`;
}

/** The place after the event with this id; undefined for what is no id of ours. */
export function placeAfter(id: string): LivePlace | undefined {
  const match = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(id);
  if (match === null) return undefined;
  const position = Number(match[1]);
  const eventsSeen = Number(match[2] ?? 0);
  return eventsSeen === 0 ? { position, eventsSeen } : { position: position - 1, eventsSeen };
}

/** Before everything, kept or not: nobody can resume from here. */
export const fromTheBeginning: LivePlace = { position: -1, eventsSeen: 0 };

/** What is kept of the stream: all changes after `base`, up to `head`. */
export interface KeptChanges {
  readonly base: number;
  readonly head: number;
}

/** More than this is not sent again: fetching the board anew is cheaper for everybody. */
export const mostReplayed = 20_000;

/** Whether the stream can go on from this place without leaving anything out. */
export function canResume(place: LivePlace, { base, head }: KeptChanges): boolean {
  const notFromTheFuture = place.position + (place.eventsSeen > 0 ? 1 : 0) <= head;
  return notFromTheFuture && place.position >= base && head - place.position <= mostReplayed;
}
