import {
  type ChartedObservation,
  type EventId,
  homewardItself,
  HomewardError,
  instant,
  MessageId,
  type Observation,
  type ObservationId,
  type ObservationSetRecorded,
  observationSetId,
  type PatientId,
  type PersonReference,
  type Retraction,
} from '#libs/contracts';

/** The patient has no observation with this id: it is another's, or has not been charted. */
export class ObservationNotFoundError extends HomewardError {
  readonly code = 'observation-not-found';
  readonly transient = false;
  constructor(patientId: PatientId, observationId: ObservationId) {
    super(`Patient ${patientId} has no observation ${observationId} on the chart.`, { patientId, observationId });
  }
}

/** The observation has been retracted already, for another reason. */
export class ObservationAlreadyRetractedError extends HomewardError {
  readonly code = 'observation-already-retracted';
  readonly transient = false;
  constructor(observationId: ObservationId, { by, at }: NonNullable<ChartedObservation['retracted']>) {
    super(
      `Observation ${observationId} was retracted by ${by.name} at ${at}, for another reason; it stays as it was retracted.`,
      {
        observationId,
        at,
      },
    );
  }
}

/** A retraction as it came, with what the chart says of it. */
export interface RetractedObservation extends Retraction {
  readonly patientId: PatientId;
  readonly setId: EventId;
  readonly by: PersonReference;
  readonly at: ObservationSetRecorded['receivedAt'];
}

/** One observation that a person retracts, and why. */
export interface RetractionAsked {
  readonly patientId: PatientId;
  readonly observation: Observation;
  readonly reason: string;
  readonly by: PersonReference;
}

/** The set that only retracts one observation; the same when the same person asks again. */
export function retractionSetOf(asked: RetractionAsked, now: Date): ObservationSetRecorded {
  const { patientId, observation, by } = asked;
  // An id and a word are a message id.
  const messageId = MessageId.parse(`retract ${observation.id}`);
  return {
    id: observationSetId(`person:${by.id}`, messageId, patientId),
    patientId,
    messageId,
    enteredBy: { id: by.id, name: by.name },
    source: 'clinician',
    receivedAt: instant(now),
    observations: [],
    retracts: [retractionOf(asked)],
  };
}

export function retractionOf({ observation, reason }: Pick<RetractionAsked, 'observation' | 'reason'>): Retraction {
  const { id: observationId, code, takenAt } = observation;
  return { observationId, code, takenAt, reason };
}

/**
 * What sets retract, once for each observation. Of several retractions of one the earliest stands, by when it was made and
 * then by its set, so that the order of arrival decides nothing.
 */
export function retractionsIn(sets: readonly ObservationSetRecorded[]): readonly RetractedObservation[] {
  const earliest = new Map<string, RetractedObservation>();
  for (const { id: setId, patientId, enteredBy, receivedAt: at, retracts = [] } of sets) {
    for (const retraction of retracts) {
      const key = `${patientId} ${retraction.observationId}`;
      const known = earliest.get(key);
      if (known !== undefined && (known.at === at ? known.setId <= setId : known.at < at)) continue;
      earliest.set(key, { ...retraction, patientId, setId, by: enteredBy ?? homewardItself, at });
    }
  }
  return [...earliest.values()];
}

/**
 * Whether a retraction is still to be made; one that says the same as the one that stands is not.
 *
 * @throws ObservationAlreadyRetractedError where it stands retracted for another reason.
 */
export function isStillToBeRetracted(observation: ChartedObservation, reason: string): boolean {
  const { retracted } = observation;
  if (retracted === null) return true;
  if (retracted.reason !== reason) throw new ObservationAlreadyRetractedError(observation.id, retracted);
  return false;
}
