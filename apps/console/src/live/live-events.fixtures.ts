import {
  AlertId,
  type Board,
  ChartedObservation,
  conditionOf,
  derivedId,
  EventId,
  instant,
  type LiveEvent,
  MessageId,
  ObservationId,
  PatientId,
  Score,
  ScoreId,
  Stay,
  StayId,
  Task,
  TaskId,
  WardId,
  Alert,
} from '#libs/contracts';
import { scoreNews2, type News2Values } from '#libs/clinical';

/** A little ward and the events it may hear of, for tests of what the screen makes of events. */
const start = Date.parse('2026-11-21T08:00:00.000Z');

export const atMinute = (minute: number) => instant(start + minute * 60_000);
export const wardId = WardId.parse(derivedId('test-ward', '1'));
export const patientId = (name: string): PatientId => PatientId.parse(derivedId('test-patient', name));
const stayId = (name: string): StayId => StayId.parse(derivedId('test-stay', name));

export interface ObservationFixture {
  readonly of?: string;
  readonly code?: ChartedObservation['code'];
  readonly value?: number;
  readonly minute: number;
  readonly change?: Partial<ChartedObservation>;
}

export function observation({
  of = 'Ann',
  code = 'pulse-rate',
  value = 80,
  minute,
  change = {},
}: ObservationFixture): ChartedObservation {
  return ChartedObservation.parse({
    id: ObservationId.parse(derivedId('test-observation', of, code, String(minute), String(value))),
    code,
    value,
    takenAt: atMinute(minute),
    patientId: patientId(of),
    messageId: MessageId.parse(`m-${String(minute)}`),
    deviceId: null,
    source: 'clinician',
    enteredBy: 'nurse',
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

export function score({ of = 'Ann', minute, revision = 1, values = {}, change = {} }: ScoreFixture): Score {
  return Score.parse({
    ...scoreNews2(values, { scale: 1 }),
    id: ScoreId.parse(derivedId('test-score', of, String(minute))),
    revision,
    patientId: patientId(of),
    at: atMinute(minute),
    late: false,
    agedOut: [],
    scalePrescription: null,
    because: 'reading',
    withdrawn: false,
    pathway: 'frailty@1',
    inputs: [],
    causedBy: EventId.parse(derivedId('test-cause', of, String(minute))),
    receivedAt: atMinute(minute),
    ...change,
  });
}

export function alert(change: Partial<Alert> & { readonly of?: string } = {}): Alert {
  const { of = 'Ann', ...rest } = change;
  return Alert.parse({
    id: AlertId.parse(derivedId('test-alert', of)),
    patientId: patientId(of),
    stayId: stayId(of),
    wardId,
    condition: conditionOf('score'),
    conditionKind: 'score',
    tier: 'high',
    currentTier: 'high',
    state: 'raised',
    raisedAt: atMinute(0),
    worsenedAt: null,
    responseDueAt: atMinute(30),
    reason: 'NEWS2 9 (high)',
    instruction: null,
    late: false,
    scoreId: ScoreId.parse(derivedId('test-score', of, '0')),
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    outcome: null,
    revision: 1,
    ...rest,
  });
}

export function task(change: Partial<Task> & { readonly of?: string } = {}): Task {
  const { of = 'Ann', ...rest } = change;
  return Task.parse({
    id: TaskId.parse(derivedId('test-task', of)),
    patientId: patientId(of),
    stayId: stayId(of),
    wardId,
    kind: 'missing-readings',
    state: 'open',
    words: 'Pulse has not been measured for 6 h.',
    codes: ['pulse-rate'],
    silentParty: 'device',
    dueAt: atMinute(0),
    closedAt: null,
    closedBy: null,
    outcome: null,
    revision: 1,
    ...rest,
  });
}

export function stayEvent(of: string, state: 'admitted' | 'discharged'): LiveEvent {
  const data = Stay.parse({
    id: stayId(of),
    patientId: patientId(of),
    wardId,
    pathway: 'frailty',
    entry: null,
    state,
    admittedAt: atMinute(0),
    admittedBy: 'nurse',
    dischargedAt: state === 'discharged' ? atMinute(1) : null,
    dischargedBy: null,
    dischargeReason: null,
  });
  return { event: 'stay', data };
}

export function board(...names: readonly string[]): Board {
  return {
    ward: { id: wardId, name: 'North', beds: 10, patients: names.length, createdAt: atMinute(0) },
    asOf: atMinute(0),
    rows: names.map((name) => ({
      patientId: patientId(name),
      stayId: stayId(name),
      givenName: name,
      familyName: 'Test',
      nhsNumber: '9990000018',
      birthDate: '1950-01-01',
      pathway: 'frailty',
      admittedAt: atMinute(0),
      score: null,
      exclusion: null,
      ceilingOfCare: null,
      pause: null,
      latest: [],
      alerts: [],
      tasks: 0,
    })),
  };
}
