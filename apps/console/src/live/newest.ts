import type { Alert, ChartedObservation, Observation, Score, Task } from '#libs/contracts';

/**
 * Which of two versions counts. Events repeat, overtake each other and come again after a reconnect; taken through these
 * functions, any order of arrival leads to the same screen.
 */

/** The later score; of the same time, the higher revision. A withdrawn score has no time: it replaces only its own. */
export function newerScore(held: Score | null, heard: Score): Score {
  if (held === null) return heard;
  if (held.id === heard.id) return heard.revision > held.revision ? heard : held;
  if (heard.withdrawn !== held.withdrawn) return heard.withdrawn ? held : heard;
  return heard.at > held.at ? heard : held;
}

/** Of the same alert, or task, the higher revision; whose it is stays known. */
export function newerRevision<Thing extends Alert | Task>(held: Thing | undefined, heard: Thing): Thing {
  if (held === undefined) return heard;
  if (heard.revision <= held.revision) return held;
  return heard.patient === undefined && held.patient !== undefined ? { ...heard, patient: held.patient } : heard;
}

/** By when it was taken, never by when it came; of the same time the greater id, so that both orders agree. */
export function newerObservation(held: Observation | undefined, heard: Observation): Observation {
  if (held === undefined) return heard;
  if (held.takenAt !== heard.takenAt) return heard.takenAt > held.takenAt ? heard : held;
  return heard.id > held.id ? heard : held;
}

/** Of the same observation: once retracted, it stays so. */
export function newerCharting(held: ChartedObservation, heard: ChartedObservation): ChartedObservation {
  return held.retracted === null && heard.retracted !== null ? heard : held;
}

/** Puts a version of something into a list that holds each id once; returns the same list when nothing changed. */
export function withNewest<Thing extends { readonly id: string }>(
  list: readonly Thing[],
  heard: Thing,
  newer: (held: Thing, heard: Thing) => Thing,
): readonly Thing[] {
  const index = list.findIndex((thing) => thing.id === heard.id);
  const held = list[index];
  if (held === undefined) return [...list, heard];
  const kept = newer(held, heard);
  return kept === held ? list : list.with(index, kept);
}
