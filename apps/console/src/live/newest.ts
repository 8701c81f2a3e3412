import type { Alert, ChartedObservation, Observation, Score, Task, WardId } from '#libs/contracts';

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

/** Of the same alert, or task, the higher revision; whose it is stays known, and on which ward while it is on that. */
export function newerRevision<Thing extends Alert | Task>(held: Thing | undefined, heard: Thing): Thing {
  if (held === undefined) return heard;
  if (heard.revision <= held.revision) return held;
  return withHeldScore({ ...namesOf(held, heard.wardId), ...heard }, held);
}

function namesOf(
  { patient, wardId: heldWardId, wardName }: Alert | Task,
  wardId: WardId,
): Pick<Alert, 'patient' | 'wardName'> {
  return {
    ...(patient !== undefined && { patient }),
    ...(wardName !== undefined && wardId === heldWardId && { wardName }),
  };
}

/** What an answer leaves out is as it was. */
function withHeldScore<Thing extends Alert | Task>(heard: Thing, held: Thing): Thing {
  const before = 'newestScore' in held ? held.newestScore : undefined;
  if (before === undefined || ('state' in heard && heard.state === 'resolved')) return heard;
  const after = 'newestScore' in heard ? heard.newestScore : undefined;
  return after !== undefined && after.at >= before.at ? heard : { ...heard, newestScore: before };
}

/** An open alert about the score once another score of its patient is known: it may have risen within its tier. */
export function withScore(alert: Alert, { id, patientId, withdrawn, at, min, max }: Score): Alert {
  const { newestScore: held } = alert;
  if (alert.patientId !== patientId || alert.conditionKind !== 'score' || alert.state === 'resolved') return alert;
  if (withdrawn) return held?.id === id ? withoutScore(alert) : alert;
  if (held !== undefined && (held.at > at || (held.id === id && held.min === min && held.max === max))) return alert;
  return { ...alert, newestScore: { id, at, min, max } };
}

function withoutScore({ newestScore: _gone, ...alert }: Alert): Alert {
  return alert;
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
