import { type ObservationKind, observationKinds } from '#libs/clinical';
import { type Instant, type Observation, type ObservationId, stepBetween } from '#libs/contracts';

/**
 * An observation as it is stored in a row of the chart: without when it was taken, which the row says, and without the unit of
 * its code. Ids of one message differ by a step from the first of the row (see the SQL function `observation_id`). Rows of
 * earlier releases have everything in every observation.
 */
export type ShortObservation = Omit<Observation, 'id' | 'takenAt'> &
  Partial<Pick<Observation, 'id' | 'takenAt'>> & { readonly step?: number };

/** The observations of a row as they are to be stored. */
export function shortObservations(observations: readonly Observation[]): readonly ShortObservation[] {
  const [first] = observations;
  return observations.map(({ id, takenAt: _takenAt, unit, ...rest }) => {
    const step = first === undefined || first.id === id ? undefined : stepBetween(first.id, id);
    const ownUnit = unit === undefined || unit === unitOf(rest) ? {} : { unit };
    return { ...(step === undefined ? { id } : { step }), ...rest, ...ownUnit };
  });
}

/** An observation of the chart. @param id what the SQL function `observation_id` makes of it. */
export function wholeObservation(
  stored: ShortObservation,
  { id, takenAt }: { readonly id: ObservationId; readonly takenAt: Instant },
): Observation {
  const { step: _step, id: _id, code, value, unit = unitOf(stored), takenAt: _takenAt, ...rest } = stored;
  return { id, code, value, ...(unit === undefined ? {} : { unit }), takenAt, ...rest };
}

/** An observation that SQL has given its id and time, with its unit. */
export function withUnit(observation: Observation): Observation {
  const unit = observation.unit ?? unitOf(observation);
  return unit === undefined ? observation : { ...observation, unit };
}

/** Every number has the unit of its code; words and yes or no have none. */
function unitOf({ code, value }: Pick<Observation, 'code' | 'value'>): string | undefined {
  const kind: ObservationKind = observationKinds[code];
  return typeof value === 'number' && 'unit' in kind ? kind.unit : undefined;
}
