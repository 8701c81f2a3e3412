import type { Alert, ChartedObservation, LiveEvent, PatientId, Score } from '#libs/contracts';
import { newerAlert, newerScore, withNewest } from './newest.ts';

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

const changed = <Item>(list: Listed<Item>, items: readonly Item[]): Listed<Item> =>
  items === list.items ? list : { ...list, items };

/** A patient's observations after events; an observation never changes, so one that is known already is left. */
export function observationsAfter(
  patientId: PatientId,
): (list: Listed<ChartedObservation>, events: readonly LiveEvent[]) => Listed<ChartedObservation> {
  return (list, events) => {
    const known = new Set(list.items.map((observation) => observation.id));
    const added = events.flatMap((event) => {
      if (event.event !== 'observation' || event.data.patientId !== patientId || known.has(event.data.id)) return [];
      known.add(event.data.id);
      return [event.data];
    });
    return added.length === 0 ? list : { ...list, items: [...list.items, ...added] };
  };
}

/** A patient's scores after events: one for each moment, at its highest revision. */
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
      if (event.event !== 'alert') return before;
      const { data } = event;
      const listed = before.items.some((alert) => alert.id === data.id);
      return listed || admits(data) ? changed(before, withNewest(before.items, data, newerAlert)) : before;
    }, list);
}
