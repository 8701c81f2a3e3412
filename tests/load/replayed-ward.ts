import type { ObservationCode, RuleBook } from '#libs/clinical';
import {
  derivedId,
  EventId,
  instant,
  type MonitoringPlan,
  ObservationId,
  type ObservationValue,
  PatientId,
  shortScore,
  StayId,
  WardId,
} from '#libs/contracts';
import {
  type Cause,
  knownToJson,
  PatientTimeline,
  PlanVersions,
  prepareUpdate,
  scoreEvent,
  type TakenReading,
  type TimelineUpdate,
} from '#libs/timeline';
import type pg from 'pg';

/** One patient of the bench, with every reading, oldest first. */
export interface WardPatient {
  readonly patientId: PatientId;
  readonly plan: MonitoringPlan;
  readonly sets: readonly (readonly TakenReading[])[];
}

export interface WardOptions {
  readonly patients: number;
  readonly setsEach: number;
}

const minuteInMs = 60_000;
const setEveryMinutes = 5;
const completeEveryMinutes = 240;
export const wardFromMs = Date.UTC(2026, 0, 1);
const pathways = ['acute-respiratory', 'heart-failure', 'frailty', 'general'] as const;
const worn: readonly ObservationCode[] = ['pulse-rate', 'oxygen-saturation', 'respiration-rate'];
const usual: readonly (readonly [ObservationCode, ObservationValue])[] = [
  ['respiration-rate', 16],
  ['oxygen-saturation', 97],
  ['supplemental-oxygen', false],
  ['systolic-pressure', 122],
  ['pulse-rate', 74],
  ['consciousness', 'A'],
  ['temperature', 36.8],
];

/**
 * Patients of four pathways who wear something that sends three readings every five minutes, and are seen for the rest every
 * four hours. They get worse and better in slow waves, each at another time; the same every time.
 */
export function* wardOf({ patients, setsEach }: WardOptions): Generator<WardPatient> {
  for (let number = 0; number < patients; number += 1) {
    const patientId = PatientId.parse(derivedId('bench-patient', String(number)));
    const sets = Array.from({ length: setsEach }, (_set, index) => readingsOf(patientId, number, index + 1));
    yield { patientId, plan: planOf(patientId, pathways[number % pathways.length] ?? 'general'), sets };
  }
}

function readingsOf(patientId: PatientId, number: number, index: number): readonly TakenReading[] {
  const minute = index * setEveryMinutes;
  const takenAtMs = wardFromMs + minute * minuteInMs + number;
  const takenAt = instant(takenAtMs);
  const illness = Math.max(0, Math.sin(index / 150 + number));
  const complete = minute % completeEveryMinutes < setEveryMinutes;
  const stem = derivedId('bench-set', patientId, String(index)).slice(0, -2);
  return usual
    .filter(([code]) => complete || worn.includes(code))
    .map(([code, value], index) => ({
      observationId: ObservationId.parse(`${stem}0${String(index)}`),
      code,
      value: typeof value === 'number' ? worsened(code, value, illness) : value,
      takenAt,
      takenAtMs,
      receivedAtMs: takenAtMs,
    }));
}

function worsened(code: ObservationCode, value: number, illness: number): number {
  return Math.round(value + illness * (whenIll.get(code) ?? 0));
}

/** How far a value moves in the worst of it. */
const whenIll: ReadonlyMap<ObservationCode, number> = new Map([
  ['pulse-rate', 50],
  ['oxygen-saturation', -6],
  ['respiration-rate', 9],
]);

function planOf(patientId: PatientId, pathway: string): MonitoringPlan {
  const admittedAt = instant(wardFromMs);
  return {
    patientId,
    revision: 1,
    stay: {
      stayId: StayId.parse(derivedId('bench-stay', patientId)),
      wardId: WardId.parse(derivedId('bench-ward', 'one')),
      pathway,
      admittedAt,
    },
    oxygenScale: null,
    exclusion: null,
    scoredFrom: null,
    ruleSet: { id: pathway, version: 1 },
    monitoring: 'intermittent',
    validityMinutes: {},
    dueEveryMinutes: {},
    thresholds: [],
    ceilingOfCare: null,
    pauses: [],
    latenessHours: 24,
    measures: [],
    changedAt: admittedAt,
  };
}

const cause: Cause = { id: EventId.parse(derivedId('bench', 'cause')), receivedAt: instant(wardFromMs) };

/** A timeline of the patient on which nothing has happened yet. */
function timelineOf({ patientId, plan }: WardPatient, rules: RuleBook): PatientTimeline {
  const plans = new PlanVersions([plan], rules);
  return new PatientTimeline({ patientId, plans, newest: undefined, horizonMs: -Infinity });
}

/** Takes sets of readings that come in order of time. */
function taking(timeline: PatientTimeline, sets: readonly (readonly TakenReading[])[]): TimelineUpdate {
  const prepared = prepareUpdate(timeline, { sets: sets.map((readings) => ({ cause, readings, retracts: [] })) });
  if (prepared.needsFromMs !== undefined) throw new Error('Nothing here reaches back.');
  return prepared.apply();
}

/** Puts the patient into the tables of the scoring service, as if it had scored every set. */
export async function storePatient(client: pg.ClientBase, patient: WardPatient, rules: RuleBook): Promise<void> {
  const { patientId, plan, sets } = patient;
  const { entries, history } = taking(timelineOf(patient, rules), sets);
  const known = new Map(entries.map((entry) => [entry.atMs, JSON.stringify(knownToJson(entry.known))]));
  const scores = new Map(
    history.scores.map((point) => [
      point.atMs,
      JSON.stringify(shortScore(scoreEvent(point, { patientId, revision: 1, late: false, cause }))),
    ]),
  );
  const times = [...new Set([...known.keys(), ...scores.keys()])].sort((one, other) => one - other);
  await client.query(
    `INSERT INTO scoring.plan_version (patient_id, revision, changed_at, known_at, parked, body)
     VALUES ($1, 1, $2, $2, false, $3)`,
    [patientId, plan.changedAt, JSON.stringify(plan)],
  );
  await client.query(
    `INSERT INTO scoring.history_entry (patient_id, at, caused_by, received_at, score_caused_by, known_at, known, score)
     SELECT $1, at, $2, at, $2, at, known, score
     FROM unnest($3::timestamptz[], $4::json[], $5::json[]) AS entry (at, known, score)`,
    [
      patientId,
      cause.id,
      times.map((atMs) => instant(atMs)),
      times.map((atMs) => known.get(atMs) ?? null),
      times.map((atMs) => scores.get(atMs) ?? null),
    ],
  );
}

/** Works through the patient's history in memory, a hundred sets at a time, as a replay does. */
export function runThrough(patient: WardPatient, rules: RuleBook): number {
  let timeline = timelineOf(patient, rules);
  let found = 0;
  for (let first = 0; first < patient.sets.length; first += 100) {
    const update = taking(timeline, patient.sets.slice(first, first + 100));
    found += update.history.scores.length + update.history.changes.length;
    timeline = update.timeline;
  }
  return found;
}
