import { setTimeout as pause } from 'node:timers/promises';

import type { ObservationCode } from '#libs/clinical';
import { ManualClock } from '#libs/clock';
import {
  type MeasurementRequest,
  type MonitoringPlan,
  type ObservationSetRecorded,
  type Score,
  type Signal,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createKafkaLog, createPostgresLog, encode, type EventLog } from '#libs/event-log';
import { createLogger, Readiness } from '#libs/telemetry';
import { jest } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { PatientBuilder, testRules } from './composition/patient.builder.ts';
import { scoringMigrations, scoringModule, type ScoringParts, scoringTransports } from './scoring.module.ts';
import { ScoringSettings } from './settings.ts';

// Real: Postgres, both logs, Nest, the service with its timer. Made up: the time.

jest.setTimeout(240_000);

/** What happens to a patient, told in minutes after noon. */
type Happening =
  | {
      readonly kind: 'reads';
      readonly minute: number;
      readonly values: Readonly<Partial<Record<ObservationCode, number>>>;
      readonly poor: boolean;
      /** Minutes later it is taken back; null: it stands. */
      readonly retractedAfter: number | null;
    }
  | { readonly kind: 'plans'; readonly minute: number; readonly decides: Decision };

const decisions = ['nothing', 'scale 2', 'threshold', 'pause', 'excluded', 'hourly', 'discharge'] as const;
type Decision = (typeof decisions)[number];

const anyReading = fc.record({
  kind: fc.constant('reads' as const),
  minute: fc.integer({ min: 0, max: 900 }),
  values: fc.dictionary(
    fc.constantFrom('pulse-rate', 'oxygen-saturation', 'respiration-rate', 'blood-glucose', 'body-weight'),
    fc.constantFrom(3, 8, 16, 26, 70, 72, 75, 88, 93, 97, 134).map((value) => value),
    { minKeys: 1, maxKeys: 4 },
  ),
  poor: fc.boolean(),
  retractedAfter: fc.option(fc.integer({ min: 1, max: 200 }), { freq: 5 }),
});
const anyPlan = fc.record({
  kind: fc.constant('plans' as const),
  minute: fc.integer({ min: 0, max: 900 }),
  decides: fc.constantFrom(...decisions),
});
const anyLife = fc
  .tuple(
    fc.array(anyReading, { minLength: 2, maxLength: 14 }),
    fc.uniqueArray(anyPlan, { maxLength: 4, selector: ({ minute }) => minute }),
  )
  .map(([readings, plans]): readonly Happening[] => [...readings, ...plans]);
/** A life, the order in which it becomes known, and what of it is repeated. */
const anyPatient = fc.record({
  life: anyLife,
  order: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 40, maxLength: 40 }),
  repeats: fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }),
});
/** Several patients at once, since what takes long is to wait for the log; each by itself would show no less. */
const anyPatients = fc.array(anyPatient, { minLength: 6, maxLength: 6 });
/** In how many pieces it becomes known, and how far time has come meanwhile. */
const anyDelivery = fc.record({
  pieces: fc.integer({ min: 1, max: 5 }),
  meanwhile: fc
    .array(fc.integer({ min: 0, max: 1000 }), { maxLength: 3 })
    .map((minutes) => minutes.sort((a, b) => a - b)),
});

const endMinute = 1100;

type Event = ObservationSetRecorded | MonitoringPlan;

const isPlan = (event: Event): event is MonitoringPlan => 'revision' in event;

/** Everything that comes by the log of a patient with this life, in the order in which it happened. */
function eventsOf(patient: PatientBuilder, life: readonly Happening[]): readonly Event[] {
  const found: { readonly minute: number; readonly event: Event }[] = [
    { minute: -30, event: patient.plan(-30, { stay: patient.stay(-30) }) },
  ];
  const inTime = [...life].sort((one, other) => one.minute - other.minute);
  for (const happening of inTime) {
    const { minute } = happening;
    if (happening.kind === 'plans') {
      found.push({ minute, event: patient.plan(minute, changesOf(patient, happening)) });
      continue;
    }
    const quality = happening.poor ? { quality: { perfusionIndex: 0.1 } } : {};
    const set = patient.reads(minute, happening.values, quality);
    found.push({ minute, event: set });
    if (happening.retractedAfter !== null) {
      const retractedMinute = minute + happening.retractedAfter;
      found.push({ minute: retractedMinute, event: patient.retracts(retractedMinute, set) });
    }
  }
  return found.sort((one, other) => one.minute - other.minute).map(({ event }) => event);
}

function changesOf(
  patient: PatientBuilder,
  { minute, decides }: { readonly minute: number; readonly decides: Decision },
): Partial<MonitoringPlan> {
  const stay = patient.stay(-30);
  switch (decides) {
    case 'nothing':
      return { stay };
    case 'scale 2':
      return { stay, oxygenScale: patient.scale2(minute - 60, minute + 120) };
    case 'threshold':
      return { stay, thresholds: [patient.limit('pulse-rate', 71, minute + 90)] };
    case 'pause':
      return { stay, ruleSet: { id: 'hourly', version: 1 }, pauses: [patient.pause(minute, minute + 100)] };
    case 'excluded':
      return { stay, exclusion: 'pregnant' };
    case 'hourly':
      return { stay, ruleSet: { id: 'hourly', version: 1 }, validityMinutes: { 'pulse-rate': 30 } };
    case 'discharge':
      return { stay: null };
  }
}

/** The events of a life in another order, some of them twice. */
function shuffledOf(
  patient: PatientBuilder,
  {
    life,
    order,
    repeats,
  }: { readonly life: readonly Happening[]; readonly order: readonly number[]; readonly repeats: readonly number[] },
): readonly Event[] {
  const events = eventsOf(patient, life);
  const shuffled = events
    .map((event, index) => ({ event, key: order[index] ?? 0 }))
    .sort((one, other) => one.key - other.key);
  return [...shuffled.map(({ event }) => event), ...repeats.flatMap((index) => events[index % events.length] ?? [])];
}

function pieceOf(events: readonly Event[], piece: number, pieces: number): readonly Event[] {
  const size = Math.ceil(events.length / pieces);
  return events.slice(piece * size, (piece + 1) * size);
}

interface LogUnderTest {
  open(database: Database): EventLog;
}

function describeAnyOrder(numRuns: number, { open }: LogUnderTest): void {
  let testDatabase: TestDatabase;
  let database: Database;
  let log: EventLog;
  let service: INestMicroservice | undefined;
  const clock = new ManualClock(new Date('2026-11-21T12:00:00Z'));

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
    database = await openDatabase({ url: testDatabase.url, schema: 'scoring', migrations: scoringMigrations });
    log = open(database);
    await log.prepare();
    const parts: ScoringParts = {
      settings: ScoringSettings.parse({ SCORING_DUE_EVERY_MILLISECONDS: 20, SCORING_CACHED_PATIENTS: 1 }),
      clock,
      log,
      database,
      logger: createLogger({ service: 'scoring', level: 'silent' }),
      metrics: new Registry(),
      readiness: new Readiness(),
      ruleBook: { current: testRules() },
    };
    const [strategy] = scoringTransports(parts);
    if (strategy === undefined) throw new Error('The service has no transport.');
    service = await NestFactory.createMicroservice<MicroserviceOptions>(scoringModule(parts), {
      strategy,
      logger: false,
    });
    await service.listen();
  });

  afterAll(async () => {
    await service?.close();
    await log.close();
    await database.close();
    await testDatabase.stop();
  });

  it('ends in the same scores, signals and requests, however it is shuffled, repeated and delayed', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyPatients, anyDelivery, async (patients, { pieces, meanwhile }) => {
        run += 1;
        const pairs = patients.map((told, place) => {
          const name = `${String(run)} ${String(place)}`;
          const [orderly, unruly] = [new PatientBuilder(`orderly ${name}`), new PatientBuilder(`unruly ${name}`)];
          return { orderly, unruly, inOrder: eventsOf(orderly, told.life), shuffled: shuffledOf(unruly, told) };
        });
        const anybody = new PatientBuilder('anybody');
        clock.set(new Date(anybody.ms(0)));
        await deliver(pairs.map(({ inOrder }) => inOrder));
        for (let piece = 0; piece < pieces; piece += 1) {
          const minute = meanwhile[piece];
          if (minute !== undefined) clock.set(new Date(anybody.ms(minute)));
          await deliver(pairs.map(({ shuffled }) => pieceOf(shuffled, piece, pieces)));
        }
        clock.set(new Date(anybody.ms(endMinute)));
        await until(() => isNothingDue(pairs.flatMap(({ orderly, unruly }) => [orderly, unruly])));
        for (const { orderly, unruly } of pairs) expect(await standing(unruly)).toEqual(await standing(orderly));
      }),
      // Looking for a smaller example would take longer than the test may.
      { numRuns, endOnFailure: true },
    );
  });

  /**
   * Publishes what is told of each patient, and waits until it has been worked through. Plans of one patient go one by one,
   * since their topic keeps only the last: one that nobody has read yet may be gone when the next is published.
   */
  async function deliver(streams: readonly (readonly Event[])[]): Promise<void> {
    await log.publish(
      streams.flat().flatMap((event) => (isPlan(event) ? [] : [encode('observations', event.patientId, event)])),
    );
    const plans = streams.map((stream) => stream.filter(isPlan));
    const most = Math.max(...plans.map(({ length }) => length));
    for (let turn = 0; turn < most; turn += 1) {
      const next = plans.flatMap((ofPatient) => ofPatient[turn] ?? []);
      await log.publish(next.map((plan) => encode('monitoring-plans', plan.patientId, plan)));
      await until(isWorkedThrough);
    }
    await until(isWorkedThrough);
  }

  async function isWorkedThrough(): Promise<boolean> {
    const lag = await log.lag('scoring');
    return lag.get('observations') === 0 && lag.get('monitoring-plans') === 0;
  }

  async function isNothingDue(patients: readonly PatientBuilder[]): Promise<boolean> {
    const { rowCount } = await database.pool.query(
      'SELECT FROM standing WHERE patient_id = ANY ($1::uuid[]) AND due_at <= $2',
      [patients.map(({ id }) => id), clock.now()],
    );
    return rowCount === 0;
  }

  /** What stands of a patient, without ids and what differs by the order in which it became known. */
  async function standing(patient: PatientBuilder): Promise<unknown> {
    const scores = await bodies<Score>('SELECT score AS body FROM moment WHERE score IS NOT NULL', patient);
    const signals = await bodies<Signal>('SELECT body FROM signal WHERE true', patient);
    const requests = await bodies<MeasurementRequest>('SELECT body FROM request WHERE true', patient);
    const open = await bodies<MonitoringPlan>('SELECT body FROM plan_version WHERE true', patient);
    const openStayId = open.toSorted((one, other) => one.revision - other.revision).at(-1)?.stay?.stayId;
    return {
      scores: scores
        .filter(({ withdrawn }) => !withdrawn)
        .map(essenceOfScore)
        .sort(byText),
      signals: signals
        .filter(({ kind }) => kind !== 'withdrawn')
        .map(essenceOfSignal)
        .sort(byText),
      // Nobody waits for an answer any more once a stay is over, so none is told of. Whether somebody had answered by a
      // reading that was retracted afterwards depends on when that was known: an answer is not taken back.
      requests: requests
        .filter(({ state, stayId }) => state !== 'withdrawn' && stayId === openStayId)
        .map(({ asks, codes, why, words, at, expiresAt }) => ({ asks, codes, why, words, at, expiresAt }))
        .sort(byText),
    };
  }

  async function bodies<Body>(sql: string, { id }: PatientBuilder): Promise<readonly Body[]> {
    const { rows } = await database.pool.query<{ body: Body }>(`${sql} AND patient_id = $1`, [id]);
    return rows.map(({ body }) => body);
  }
}

function essenceOfScore(score: Score): unknown {
  const { id: _id, patientId: _patient, revision: _revision, late: _late, ...rest } = score;
  const { causedBy: _cause, receivedAt: _received, inputs, ...facts } = rest;
  return { ...facts, inputs: inputs.map(({ observationId: _observation, ...input }) => input) };
}

function essenceOfSignal(signal: Signal): unknown {
  const { id: _id, patientId: _patient, stayId: _stay, revision: _revision, ...rest } = signal;
  const { late: _late, receivedAt: _received, score, condition, ...facts } = rest;
  const named = condition.replace(/^threshold:[0-9a-f-]{36}$/, 'threshold:personal');
  return { ...facts, condition: named, score: score === null ? null : essenceOfScore(score) };
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It did not come about in 30 s.');
    await pause(5);
  }
}

describe('a patient’s whole stream on the Postgres log', () => {
  describeAnyOrder(8, { open: ({ pool }) => createPostgresLog({ pool }) });
});

const given = process.env['KAFKA_BROKERS'];
const brokers = given === undefined || given === '' ? [] : given.split(',');
const describeIfThere = brokers.length === 0 ? describe.skip : describe;
if (brokers.length === 0) {
  process.stderr.write('!! NOT TRIED: any order on Kafka. Set KAFKA_BROKERS or run npm test.\n');
}

describeIfThere('a patient’s whole stream on Kafka', () => {
  describeAnyOrder(2, {
    open: () => createKafkaLog({ brokers, clientId: 'any-order', namespace: `test-${randomUUID().slice(0, 8)}` }),
  });
});
