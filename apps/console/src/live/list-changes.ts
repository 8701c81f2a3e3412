import type { Alert, ChartedObservation, LiveEvent, PatientId, Score, Task } from '#libs/contracts';
import { newerCharting, newerRevision, newerScore, withNewest, withScore } from './newest.ts';

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

const changed = <Item>(list: Listed<Item>, items: readonly Item[]): Listed<Item> =>
  items === list.items ? list : { ...list, items };

/** A patient's observations after events: each once, and retracted once it has been retracted. */
export function observationsAfter(
  patientId: PatientId,
): (list: Listed<ChartedObservation>, events: readonly LiveEvent[]) => Listed<ChartedObservation> {
  return (list, events) => {
    // By id, since a wearable's thousands of readings are too many to look through for each event.
    const known = new Map(list.items.map((observation) => [observation.id, observation]));
    let different = false;
    for (const event of events) {
      if (event.event !== 'observation' || event.data.patientId !== patientId) continue;
      const held = known.get(event.data.id);
      const kept = held === undefined ? event.data : newerCharting(held, event.data);
      if (kept === held) continue;
      known.set(kept.id, kept);
      different = true;
    }
    return different ? { ...list, items: [...known.values()] } : list;
  };
}

/** A patient's scores after events: one for each reading time, at its highest revision. */
export function scoresAfter(
  patientId: PatientId,
): (list: Listed<Score>, events: readonly LiveEvent[]) => Listed<Score> {
  return (list, events) =>
    events.reduce(
      (before, event) =>
        event.event === 'score' && event.data.patientId === patientId
          ? changed(before, withNewest(before.items, event.data, newerScore))
          : before,
      list,
    );
}

/** A list of alerts after events. `admits` says which alerts that are not on the list belong there. */
export function alertsAfter(
  admits: (alert: Alert) => boolean,
): (list: Listed<Alert>, events: readonly LiveEvent[]) => Listed<Alert> {
  return (list, events) =>
    events.reduce((before, event) => {
      if (event.event === 'score') return changed(before, withScores(before.items, event.data));
      if (event.event !== 'alert') return before;
      const { data } = event;
      const listed = before.items.some((alert) => alert.id === data.id);
      return listed || admits(data) ? changed(before, withNewest(before.items, data, newerRevision)) : before;
    }, list);
}

/** The same list where the score is of no patient on it. */
function withScores(alerts: readonly Alert[], score: Score): readonly Alert[] {
  const after = alerts.map((alert) => withScore(alert, score));
  return after.some((alert, index) => alert !== alerts[index]) ? after : alerts;
}

/** A list of tasks after events. `admits` says which tasks that are not on the list belong there. */
export function tasksAfter(
  admits: (task: Task) => boolean,
): (list: Listed<Task>, events: readonly LiveEvent[]) => Listed<Task> {
  return (list, events) =>
    events.reduce((before, event) => {
      if (event.event !== 'task') return before;
      const { data } = event;
      const listed = before.items.some((task) => task.id === data.id);
      return listed || admits(data) ? changed(before, withNewest(before.items, data, newerRevision)) : before;
    }, list);
}
