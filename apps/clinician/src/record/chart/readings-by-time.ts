import type { Instant, Observation, ObservationSetRecorded, PatientId } from '#libs/contracts';

/** The readings of one observation set that were taken at one time: what the chart keeps as one row. */
export interface ReadingsOfTime {
  readonly set: ObservationSetRecorded;
  readonly takenAt: Instant;
  readonly observations: readonly Observation[];
}

/** Some readings of one patient. */
export interface ReadingsOfPatient {
  readonly patientId: PatientId;
  readonly observations: readonly Observation[];
}

/** Of each code, by its name, the observation of one patient that was taken last. */
export interface NewestByPatient {
  readonly patientId: PatientId;
  readonly byCode: Readonly<Record<string, Observation>>;
  /** Of those in `byCode`, when the first and the last were taken. */
  readonly oldestTakenAt: Instant;
  readonly newestTakenAt: Instant;
}

/** Splits a set by when its readings were taken; nearly always there is one time. */
export function readingsByTime(set: ObservationSetRecorded): readonly ReadingsOfTime[] {
  const [first] = set.observations;
  if (first === undefined) return [];
  if (set.observations.every(({ takenAt }) => takenAt === first.takenAt)) {
    return [{ set, takenAt: first.takenAt, observations: set.observations }];
  }
  const times = new Map<Instant, Observation[]>();
  for (const observation of set.observations) {
    const known = times.get(observation.takenAt);
    if (known === undefined) times.set(observation.takenAt, [observation]);
    else known.push(observation);
  }
  return [...times].map(([takenAt, observations]) => ({ set, takenAt, observations }));
}

/** The newest of each code and patient, by when it was taken; at the same time the greater id. */
export function newestByPatient(sets: readonly ReadingsOfPatient[]): readonly NewestByPatient[] {
  const patients = new Map<PatientId, Record<string, Observation>>();
  for (const { patientId, observations } of sets) {
    let byCode = patients.get(patientId);
    if (byCode === undefined) {
      byCode = {};
      patients.set(patientId, byCode);
    }
    for (const observation of observations) {
      const known = byCode[observation.code];
      if (known === undefined || isNewer(observation, known)) byCode[observation.code] = observation;
    }
  }
  return [...patients].flatMap(([patientId, byCode]) => {
    const times = Object.values(byCode).map(({ takenAt }) => takenAt);
    const [first] = times;
    if (first === undefined) return [];
    const oldestTakenAt = times.reduce((oldest, time) => (time < oldest ? time : oldest), first);
    const newestTakenAt = times.reduce((newest, time) => (time > newest ? time : newest), first);
    return [{ patientId, byCode, oldestTakenAt, newestTakenAt }];
  });
}

function isNewer(one: Observation, other: Observation): boolean {
  return one.takenAt === other.takenAt ? one.id > other.id : one.takenAt > other.takenAt;
}

/** Of each id the last with the highest revision: one statement may touch a row only once. */
export function highestRevisions<Event extends { readonly id: string; readonly revision: number }>(
  events: readonly Event[],
): readonly Event[] {
  const highest = new Map<string, Event>();
  for (const event of events) {
    const known = highest.get(event.id);
    if (known === undefined || event.revision > known.revision) highest.set(event.id, event);
  }
  return [...highest.values()];
}
