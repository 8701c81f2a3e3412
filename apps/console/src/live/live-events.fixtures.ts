import {
  type Alert,
  AlertId,
  type Board,
  ChartedObservation,
  derivedId,
  instant,
  type LiveEvent,
  ObservationId,
  PatientId,
  type Score,
  StayId,
  type Task,
  TaskId,
  WardId,
} from '#libs/contracts';
import { scoreNews2, type News2Values } from '#libs/clinical';
import { aBoardRow, anAlert, aNurse, aScore, aStay, aTask, aWard } from '#libs/fixtures';

/** A little ward and the events it may hear of, for tests of what the screen makes of events. */
const start = Date.parse('2026-11-21T08:00:00.000Z');

export const atMinute = (minute: number) => instant(start + minute * 60_000);
export const wardId = WardId.parse(derivedId('test-ward', '1'));
export const patientId = (name: string): PatientId => PatientId.parse(derivedId('test-patient', name));
const stayId = (name: string): StayId => StayId.parse(derivedId('test-stay', name));
const who = (name: string) => ({ patientId: patientId(name), stayId: stayId(name), wardId });

export interface ObservationFixture {
  readonly of?: string;
  readonly code?: ChartedObservation['code'];
  readonly value?: number;
  readonly minute: number;
  readonly change?: Partial<ChartedObservation>;
}

export function observation(fixture: ObservationFixture): ChartedObservation {
  const { of = 'Ann', code = 'pulse-rate', value = 80, minute, change = {} } = fixture;
  return ChartedObservation.parse({
    id: ObservationId.parse(derivedId('test-observation', of, code, String(minute), String(value))),
    code,
    value,
    takenAt: atMinute(minute),
    patientId: patientId(of),
    messageId: `m-${String(minute)}`,
    deviceId: null,
    source: 'clinician',
    enteredBy: aNurse,
    receivedAt: atMinute(minute),
    releasedBy: null,
    retracted: null,
    ...change,
  });
}

export interface ScoreFixture {
  readonly of?: string;
  readonly minute: number;
  readonly revision?: number;
  readonly values?: News2Values;
  readonly change?: Partial<Score>;
}

/** The score of these values; nothing was measured unless values are given. */
export function score({ of = 'Ann', minute, revision = 1, values = {}, change = {} }: ScoreFixture): Score {
  const { components, missing, ...scored } = scoreNews2(values, { scale: 1 });
  const made = { ...scored, components: { ...components }, missing: [...missing] };
  return aScore(patientId(of), new Date(atMinute(minute)), { ...made, revision, pathway: 'frailty@1', ...change });
}

interface Of {
  readonly of?: string;
}

/** A high alert for the score. */
export const alert = ({ of = 'Ann', ...change }: Partial<Alert> & Of = {}): Alert =>
  anAlert({
    id: AlertId.parse(derivedId('test-alert', of)),
    ...who(of),
    tier: 'high',
    raisedAt: atMinute(0),
    responseDueAt: atMinute(30),
    ...change,
  });

export const task = ({ of = 'Ann', ...change }: Partial<Task> & Of = {}): Task =>
  aTask({ id: TaskId.parse(derivedId('test-task', of)), ...who(of), dueAt: atMinute(0), ...change });

export const stayEvent = (of: string, state: 'admitted' | 'discharged'): LiveEvent => ({
  event: 'stay',
  data: aStay({ id: stayId(of), ...who(of), state, dischargedAt: state === 'discharged' ? atMinute(1) : null }),
});

/** A clinician says: I have this patient. */
export const takingOn = (of: string): LiveEvent => ({
  event: 'stay',
  data: aStay({ id: stayId(of), ...who(of), responsible: { person: aNurse, since: atMinute(1) }, revision: 2 }),
});

export const board = (...names: readonly string[]): Board => ({
  ward: aWard({ id: wardId, name: 'North', patients: names.length }),
  asOf: atMinute(0),
  rows: names.map((givenName) => {
    const { wardId: _ward, ...ids } = who(givenName);
    return aBoardRow({ ...ids, givenName, familyName: 'Test', admittedAt: atMinute(0) });
  }),
});
