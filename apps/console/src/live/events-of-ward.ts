import type { LiveEvent, WardId } from '#libs/contracts';

/**
 * The events that may concern a ward, or all where it is null. A reading and a score name their patient and no ward: a page that
 * shows patients takes those of the patients it shows. So does a stay, which concerns the ward that a patient leaves as well.
 */
export function eventsOfWard(events: readonly LiveEvent[], wardId: WardId | null): readonly LiveEvent[] {
  if (wardId === null) return events;
  return events.filter(({ event, data }) => (event !== 'alert' && event !== 'task') || data.wardId === wardId);
}
