import { setTimeout as pause } from 'node:timers/promises';

import { ManualClock } from '#libs/clock';
import {
  derivedId,
  EventId,
  type EventOn,
  instant,
  MeasurementRequest,
  type MonitoringPlan,
  type ObservationSetRecorded,
  Score,
  Signal,
  type TopicName,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import {
  createPostgresLog,
  encode,
  type EventLog,
  EventLogUnavailableError,
  type OutgoingRecord,
} from '#libs/event-log';
import { createLogger, Readiness } from '#libs/telemetry';
import { PatientTimeline, scoreEvent, takenReadingsOf } from '#libs/timeline';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { PatientBuilder, shockedValues as shocked, testRules, wellValues } from './composition/patient.builder.ts';
import { ScoringService } from './composition/scoring.service.ts';
import { scoringMigrations, scoringModule, type ScoringParts, scoringTransports } from './scoring.module.ts';
import { ScoringSettings } from './settings.ts';
import { signalEvent } from './telling/signal-event.ts';

// Real: Postgres, the Postgres log, Nest. Made up: the time.

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await startTestDatabase();
  database = await openDatabase({ url: testDatabase.url, schema: 'scoring', migrations: scoringMigrations });
}, 120_000);

afterAll(async () => {
  await database.close();
  await testDatabase.stop();
});

const ruleBook = { current: testRules() };

function partsWith(log: EventLog, clock = new ManualClock(new Date('2026-11-21T12:00:00Z'))): ScoringParts {
  return {
    settings: ScoringSettings.parse({ SCORING_DUE_EVERY_MILLISECONDS: 20 }),
    clock,
    ruleBook,
    log,
    database,
    logger: createLogger({ service: 'scoring', level: 'silent' }),
    metrics: new Registry(),
    readiness: new Readiness(),
  };
}

/** Keeps what is published, and refuses as often as it is told to. */
class RecordingLog implements EventLog {
  readonly records: OutgoingRecord[] = [];
  refusals = 0;

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      throw new EventLogUnavailableError('The log is away, for the test.');
    }
    this.records.push(...records);
  }

  scores(): Score[] {
    return this.#events('scores').map((value) => Score.parse(value));
  }

  signals(): Signal[] {
    return this.#events('signals').map((value) => Signal.parse(value));
  }

  requests(): MeasurementRequest[] {
    return this.#events('requests').map((value) => MeasurementRequest.parse(value));
  }

  #events(topic: TopicName): unknown[] {
    return this.records
      .filter((record) => record.topic === topic)
      .map(({ value }) => JSON.parse(value ?? 'null') as unknown);
  }

  prepare = (): Promise<void> => Promise.resolve();
  check = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
  subscribe = (): never => {
    throw new Error('Nobody subscribes in this test.');
  };
  lag = this.subscribe;
}

/** A replica of the service without the transport, and a clock of its own. */
function replica(): {
  readonly scoring: ScoringService;
  readonly log: RecordingLog;
  /** Lets time pass until a minute after noon. */
  readonly atMinute: (minute: number) => Promise<void>;
} {
  const log = new RecordingLog();
  const clock = new ManualClock(new Date('2026-11-21T12:00:00Z'));
  const provider = scoringModule(partsWith(log, clock)).providers?.find(
    (one): one is { provide: typeof ScoringService; useValue: ScoringService } =>
      'provide' in one && one.provide === ScoringService,
  );
  if (provider === undefined) throw new Error('The module has no scoring service.');
  const scoring = provider.useValue;
  const atMinute = async (minute: number): Promise<void> => {
    clock.set(new Date(Date.UTC(2026, 10, 21, 12, minute)));
    while ((await scoring.advance(100)) > 0);
  };
  return { scoring, log, atMinute };
}

/** What is stored of a patient and stands, without what may differ by the order of arrival. */
async function stored(patient: PatientBuilder): Promise<unknown> {
  const scores = await database.pool.query<{ score: Score }>(
    'SELECT score FROM moment WHERE patient_id = $1 AND score IS NOT NULL ORDER BY at',
    [patient.id],
  );
  const signals = await database.pool.query<{ body: Signal }>(
    'SELECT body FROM signal WHERE patient_id = $1 ORDER BY at, id',
    [patient.id],
  );
  return {
    scores: scores.rows.filter(({ score }) => !score.withdrawn).map(({ score }) => essence(score)),
    signals: signals.rows.filter(({ body }) => body.kind !== 'withdrawn').map(({ body }) => essenceOfSignal(body)),
  };
}

/** The same when everything comes in the order in which it was taken, worked out in memory. */
function inOrder(
  patient: PatientBuilder,
  plans: readonly MonitoringPlan[],
  sets: readonly ObservationSetRecorded[],
): unknown {
  const timeline = new PatientTimeline({
    patientId: patient.id,
    rules: ruleBook.current,
    plans,
    moments: [],
    fromTheBeginning: true,
    horizonMs: -Infinity,
    latenessHours: 24,
  });
  for (const set of [...sets].sort(byTaken)) {
    timeline.add({ readings: takenReadingsOf(set), retracts: [] }, { id: set.id, receivedAt: set.receivedAt });
  }
  const facts = { patientId: patient.id, revision: 1, late: false };
  const cause = { id: EventId.parse(derivedId('test', 'any')), receivedAt: instant(0) };
  const { scores, changes } = timeline.historyFrom(-Infinity);
  const score = (point: (typeof scores)[number]): Score => scoreEvent(point, { ...facts, cause });
  return {
    scores: scores.map((point) => essence(score(point))),
    signals: changes
      .map((change) =>
        signalEvent(change, {
          ...facts,
          receivedAt: cause.receivedAt,
          score: change.point === null ? null : score(change.point),
        }),
      )
      .sort((one, other) => (one.at + one.id < other.at + other.id ? -1 : 1))
      .map(essenceOfSignal),
  };
}

function essenceOfSignal({ score, ...signal }: Signal): unknown {
  const { revision: _revision, late: _late, receivedAt: _received, ...rest } = signal;
  return { ...rest, score: score === null ? null : essence(score) };
}

function essence(score: Score): unknown {
  const { revision: _revision, late: _late, causedBy: _cause, receivedAt: _received, ...rest } = score;
  return rest;
}

describe('scoring batches', () => {
  it('scores, signals a tier that is reached, and signals it once', async () => {
    const patient = new PatientBuilder('deteriorating');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, wellValues), patient.reads(10, shocked), patient.reads(20, shocked)]);
    expect(log.scores().map(({ total, tier }) => [total, tier])).toEqual([
      [0, 'low'],
      [9, 'high'],
      [9, 'high'],
    ]);
    expect(log.signals()).toMatchObject([
      { kind: 'tier-reached', tier: 'high', previousTier: 'low', score: { total: 9 }, at: '2026-11-21T12:10:00.000Z' },
    ]);
  });

  it('signals a peak inside a batch', async () => {
    const patient = new PatientBuilder('peaking');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, wellValues), patient.reads(10, shocked), patient.reads(20, wellValues)]);
    expect(log.signals().map(({ kind, tier }) => [kind, tier])).toEqual([
      ['tier-reached', 'high'],
      ['tier-left', 'low'],
    ]);
  });

  it('publishes what was decided the first time when a batch comes again, whole or in part', async () => {
    const patient = new PatientBuilder('repeated');
    const { scoring, log } = replica();
    const plan = patient.plan(-60);
    const [first, second, third] = [
      patient.reads(0, wellValues),
      patient.reads(10, shocked),
      patient.reads(20, wellValues),
    ];
    await scoring.follow([plan]);
    await scoring.record([first, second]);
    const before = [...log.records].sort(byText);
    log.records.length = 0;

    await replica().scoring.record([first]);
    await scoring.record([first, second, second]);
    expect([...log.records].sort(byText)).toEqual(before);
    log.records.length = 0;

    await scoring.record([second, third]);
    expect(log.scores().map(({ at, revision }) => [at, revision])).toEqual([
      ['2026-11-21T12:10:00.000Z', 1],
      ['2026-11-21T12:20:00.000Z', 1],
    ]);
    expect(log.signals().map(({ kind }) => kind)).toEqual(['tier-reached', 'tier-left']);
  });

  it('loses nothing between the commit and the publishing', async () => {
    const patient = new PatientBuilder('interrupted');
    const { scoring, log } = replica();
    const [plan, set] = [patient.plan(5), patient.reads(0, shocked)];
    log.refusals = 1;
    await expect(scoring.record([set])).rejects.toThrow(EventLogUnavailableError);
    await scoring.record([set]);
    log.refusals = 1;
    await expect(scoring.follow([plan])).rejects.toThrow(EventLogUnavailableError);
    await scoring.follow([plan]);
    expect(log.scores()).toMatchObject([{ total: 9, revision: 1, because: 'reading' }]);
    // An admission has no score of its own: the signal is put down to that of the reading.
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', score: log.scores()[0] }]);
  });

  it('corrects what a late reading changes, and tells what is over by now as history', async () => {
    const patient = new PatientBuilder('late');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-600)]);
    await scoring.record([0, 10, 20, 30, 40, 50].map((minute) => patient.reads(minute, wellValues)));
    await scoring.record([60, 70, 80].map((minute) => patient.reads(minute, { temperature: 37 })));
    log.records.length = 0;
    await scoring.record([patient.reads(5, shocked, { delayMinutes: 90 })]);
    expect(log.scores()).toMatchObject([{ total: 9, revision: 1, late: true, at: '2026-11-21T12:05:00.000Z' }]);
    expect(log.signals()).toMatchObject([
      { kind: 'tier-reached', tier: 'high', at: '2026-11-21T12:05:00.000Z', late: true },
      { kind: 'tier-left', tier: 'low', at: '2026-11-21T12:10:00.000Z', late: false },
    ]);
    await scoring.record([patient.reads(55, { pulseRate: 134 }, { delayMinutes: 40 })]);
    expect(log.scores().slice(1)).toMatchObject([
      { at: '2026-11-21T12:55:00.000Z', total: 3, revision: 1, late: true },
      { at: '2026-11-21T13:00:00.000Z', total: 3, revision: 2, late: false },
      { at: '2026-11-21T13:10:00.000Z', total: 3, revision: 2, late: false },
      { at: '2026-11-21T13:20:00.000Z', total: 3, revision: 2, late: false },
    ]);
    // It is still so at the newest moment: that is news.
    expect(log.signals().slice(2)).toMatchObject([{ tier: 'low-medium', at: '2026-11-21T12:55:00.000Z', late: false }]);
  });

  it('signals when a stay begins for somebody who is unwell, and nothing once it has ended', async () => {
    const patient = new PatientBuilder('admitted');
    const { scoring, log } = replica();
    await scoring.record([patient.reads(0, shocked)]);
    expect(log.signals()).toEqual([]);
    await scoring.follow([patient.plan(10)]);
    expect(log.signals()).toMatchObject([
      { kind: 'tier-reached', tier: 'high', receivedAt: '2026-11-21T12:10:00.000Z' },
    ]);
    await scoring.follow([patient.plan(20, { stay: null })]);
    await scoring.record([patient.reads(30, wellValues), patient.reads(40, shocked)]);
    expect(log.signals()).toHaveLength(1);
    expect(log.signals()[0]?.score).toEqual(log.scores()[0]);
    expect(log.scores().map(({ because }) => because)).toEqual(['reading', 'reading', 'reading']);
  });

  it('pages nobody for an old score, neither when a stay begins nor when a late reading changes others', async () => {
    const patient = new PatientBuilder('readmitted');
    const { scoring, log } = replica();
    const hour = 60;
    await scoring.record([patient.reads(0, shocked)]);
    await scoring.follow([patient.plan(30 * hour)]);
    await scoring.record([patient.reads(-10, wellValues, { delayMinutes: 31 * hour })]);
    expect(log.signals()).toEqual([]);
    await scoring.record([patient.reads(31 * hour, shocked)]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high' }]);
  });

  it('puts scores on scale 2 when the news of its prescription comes after the reading', async () => {
    const patient = new PatientBuilder('hypercapnic');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, { ...wellValues, oxygenSaturation: 90 })]);
    await scoring.follow([patient.plan(1, { oxygenScale: patient.scale2(-30, 6000) })]);
    expect(log.scores()).toMatchObject([
      { total: 3, scale: 1, revision: 1 },
      { total: 0, scale: 2, revision: 2 },
    ]);
    expect(log.signals().map(({ kind, tier, revision }) => [kind, tier, revision])).toEqual([
      ['tier-reached', 'low-medium', 1],
      ['withdrawn', 'low-medium', 2],
    ]);
  });

  it('does not score somebody who is excluded, and does from then on', async () => {
    const patient = new PatientBuilder('expecting');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60, { exclusion: 'pregnant' })]);
    await scoring.record([patient.reads(0, shocked)]);
    expect(log.records).toEqual([]);
    await replica().scoring.follow([patient.plan(5)]);
    await scoring.record([patient.reads(10, { temperature: 37 })]);
    expect(log.scores()).toMatchObject([{ total: 9, complete: true, at: '2026-11-21T12:10:00.000Z' }]);
  });

  it('keeps sets that are never scored, whatever is written in them', async () => {
    const patient = new PatientBuilder('talkative');
    const { scoring, log } = replica();
    const set = patient.reads(0, {}, { extra: ['questionnaire-answer'] });
    const answer = 'said "\\" and \u0000 and \ud800, then 🫀';
    const observations = set.observations.map((observation) => ({ ...observation, value: answer }));
    await scoring.record([{ ...set, observations }]);
    expect(log.records).toEqual([]);
    const { rows } = await database.pool.query<{ observations: unknown }>(
      'SELECT observations FROM observation_set WHERE id = $1',
      [set.id],
    );
    expect(rows[0]?.observations).toEqual(observations);
  });

  it('follows the newest plan only, whatever order they come in', async () => {
    const patient = new PatientBuilder('planned');
    const { scoring, log } = replica();
    const [admission, discharge] = [patient.plan(0), patient.plan(10, { stay: null })];
    await scoring.follow([discharge, admission]);
    await scoring.record([patient.reads(20, shocked)]);
    expect(log.signals()).toEqual([]);
  });
});

describe('as time passes', () => {
  // The patients of other tests are left in peace.
  beforeEach(() => database.pool.query('UPDATE standing SET due_at = NULL'));

  it('makes the score partial when a value ages out, and not before', async () => {
    const patient = new PatientBuilder('ageing');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, { ...wellValues, pulseRate: 134 })]);
    log.records.length = 0;
    await atMinute(60);
    expect(log.records).toEqual([]);
    await atMinute(61);
    expect(log.scores()).toMatchObject([
      {
        at: '2026-11-21T13:00:00.001Z',
        because: 'aged-out',
        complete: false,
        missing: ['respirationRate', 'oxygenSaturation', 'pulseRate'],
        receivedAt: '2026-11-21T13:00:00.001Z',
      },
    ]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-left', because: 'aged-out', tier: 'low' }]);
    await atMinute(120);
    expect(log.scores()).toHaveLength(1);
  });

  it('climbs the ladder of a silent patient, each rung once, and a reading answers what was asked', async () => {
    const patient = new PatientBuilder('silent');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(0, { ruleSet: { id: 'hourly', version: 1 } })]);
    for (let minute = 0; minute <= 200; minute += 5) await atMinute(minute);
    expect(log.requests().map(({ at, asks, state }) => [patient.minuteOf(at), asks, state])).toEqual([
      [75, 'device', 'asked'],
      [90, 'patient', 'asked'],
      [120, 'clinician', 'asked'],
    ]);
    expect(log.signals()).toMatchObject([
      { condition: 'silence', kind: 'tier-reached', because: 'overdue', at: '2026-11-21T15:00:00.000Z', late: false },
    ]);
    log.records.length = 0;
    await scoring.record([patient.reads(205, { pulseRate: 70 })]);
    expect(log.requests().map(({ asks, state, revision }) => [asks, state, revision])).toEqual([
      ['device', 'answered', 2],
      ['patient', 'answered', 2],
      ['clinician', 'answered', 2],
    ]);
    expect(log.signals()).toMatchObject([{ condition: 'silence', kind: 'tier-left' }]);
  });

  it('takes back what it turns out nobody had to be asked for', async () => {
    const patient = new PatientBuilder('not silent after all');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(0, { ruleSet: { id: 'hourly', version: 1 } })]);
    await atMinute(190);
    log.records.length = 0;
    await scoring.record([patient.reads(70, { pulseRate: 70 }, { delayMinutes: 120 })]);
    expect(log.requests().map(({ at, asks, state }) => [patient.minuteOf(at), asks, state])).toEqual([
      [145, 'device', 'asked'],
      [160, 'patient', 'asked'],
      [190, 'clinician', 'asked'],
      [75, 'device', 'withdrawn'],
      [90, 'patient', 'withdrawn'],
      [120, 'clinician', 'withdrawn'],
    ]);
    expect(log.signals()).toMatchObject([{ condition: 'silence', kind: 'withdrawn', revision: 2 }]);
  });

  it('alerts for a poor reading once it has waited for a repeat, which the device was asked for', async () => {
    const patient = new PatientBuilder('faint');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, wellValues)]);
    await scoring.record([patient.reads(10, { oxygenSaturation: 80 }, { quality: { perfusionIndex: 0.1 } })]);
    expect(log.signals()).toEqual([]);
    expect(log.requests()).toMatchObject([{ asks: 'device', why: 'poor-signal', codes: ['oxygen-saturation'] }]);
    await atMinute(14);
    expect(log.signals()).toEqual([]);
    await atMinute(15);
    expect(log.signals()).toMatchObject([{ because: 'confirmed', tier: 'low-medium', at: '2026-11-21T12:15:00.000Z' }]);
  });

  it('puts scores back on scale 1 when the prescription of scale 2 lapses', async () => {
    const patient = new PatientBuilder('lapsing scale');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, { oxygenScale: patient.scale2(-60, 30) })]);
    await scoring.record([patient.reads(0, { ...wellValues, oxygenSaturation: 90 })]);
    await atMinute(29);
    expect(log.scores()).toMatchObject([{ scale: 2, total: 0 }]);
    await atMinute(30);
    expect(log.scores().slice(1)).toMatchObject([
      { scale: 1, total: 3, because: 'scale-change', at: '2026-11-21T12:30:00.000Z', scalePrescription: null },
    ]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'low-medium', because: 'lapsed' }]);
  });

  it('ends what a personal threshold alerts for when its review date comes', async () => {
    const patient = new PatientBuilder('lapsing threshold');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, { thresholds: [patient.limit('pulse-rate', 75, 40)] })]);
    await scoring.record([patient.reads(0, { ...wellValues, pulseRate: 80 })]);
    await atMinute(39);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'medium', because: 'reading' }]);
    await atMinute(40);
    expect(log.signals().slice(1)).toMatchObject([
      { kind: 'tier-left', because: 'lapsed', at: '2026-11-21T12:40:00.000Z' },
    ]);
  });

  it('alerts as the pathway says once a ceiling of care lapses', async () => {
    const patient = new PatientBuilder('lapsing ceiling');
    const { scoring, log, atMinute } = replica();
    const decision = { decidedBy: 'a clinician', reason: 'for the test', decidedAt: instant(patient.ms(-60)) };
    const reviewAt = instant(patient.ms(20));
    const ceilingOfCare = { alertAtMost: 'none', instruction: null, ...decision, reviewAt } as const;
    await scoring.follow([patient.plan(-60, { ceilingOfCare })]);
    await scoring.record([patient.reads(0, shocked)]);
    await atMinute(19);
    expect(log.signals()).toEqual([]);
    await atMinute(20);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', because: 'lapsed' }]);
  });

  it('waits for nobody during a pause, and begins to wait anew when it ends by itself', async () => {
    const patient = new PatientBuilder('asleep');
    const { scoring, log, atMinute } = replica();
    const ruleSet = { id: 'hourly', version: 1 };
    await scoring.follow([patient.plan(0, { ruleSet, pauses: [patient.pause(70, 300)] })]);
    await atMinute(314);
    expect(log.requests()).toEqual([]);
    await atMinute(315);
    expect(log.requests().map(({ at, asks }) => [patient.minuteOf(at), asks])).toEqual([[315, 'device']]);
    await atMinute(420);
    expect(log.signals()).toMatchObject([{ condition: 'silence', at: '2026-11-21T19:00:00.000Z' }]);
  });

  it('scores somebody from the day on which they turn 16', async () => {
    const patient = new PatientBuilder('coming of age');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, { exclusion: 'under-16', scoredFrom: instant(patient.ms(30)) })]);
    await scoring.record([patient.reads(0, shocked)]);
    await atMinute(29);
    expect(log.records).toEqual([]);
    await atMinute(30);
    expect(log.scores()).toMatchObject([{ total: 9, at: '2026-11-21T12:30:00.000Z' }]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', because: 'lapsed' }]);
  });

  it('finds a trend when it is measured, and gives it up when nothing has been measured for long', async () => {
    const patient = new PatientBuilder('gaining');
    const { scoring, log, atMinute } = replica();
    const day = 24 * 60;
    await scoring.follow([patient.plan(-60)]);
    for (const [minute, kilograms] of [
      [0, 70],
      [40, 70.2],
      [day, 72.5],
      [day + 40, 72.6],
    ] as const) {
      await scoring.record([patient.reads(minute, { 'body-weight': kilograms })]);
    }
    const rise = {
      condition: 'trend:weight-gain',
      kind: 'tier-reached',
      tier: 'medium',
      because: 'reading',
      score: null,
    };
    expect(log.signals()).toMatchObject([rise]);
    await atMinute(4 * day + 40);
    expect(log.signals()).toHaveLength(1);
    await atMinute(4 * day + 41);
    expect(log.signals().slice(1)).toMatchObject([
      { condition: 'trend:weight-gain', kind: 'tier-left', because: 'aged-out' },
    ]);
  });

  it('loses nothing that time decides when the log is away, and tells it once it is back', async () => {
    const patient = new PatientBuilder('unheard');
    const { scoring, log, atMinute } = replica();
    await scoring.record([patient.reads(0, wellValues)]);
    log.records.length = 0;
    log.refusals = 1;
    await expect(atMinute(61)).rejects.toThrow(EventLogUnavailableError);
    await atMinute(62);
    expect(log.records).toEqual([]);
    await database.pool.query(`UPDATE outbox SET staged_at = staged_at - interval '1 minute'`);
    await scoring.relay();
    expect(log.scores()).toMatchObject([{ because: 'aged-out' }]);
    await scoring.relay();
    expect(log.scores()).toHaveLength(1);
  });

  it('stands still for nobody but those whose rules are not here', async () => {
    const [stuck, other] = [new PatientBuilder('without rules'), new PatientBuilder('with rules')];
    const { scoring, log, atMinute } = replica();
    for (const patient of [stuck, other]) {
      await scoring.follow([patient.plan(-60)]);
      await scoring.record([patient.reads(0, wellValues)]);
    }
    await database.pool.query(
      `UPDATE plan_version SET body = jsonb_set(body::jsonb, '{ruleSet,version}', '9') WHERE patient_id = $1`,
      [stuck.id],
    );
    await database.pool.query(`UPDATE standing SET version = version + 1 WHERE patient_id = $1`, [stuck.id]);
    log.records.length = 0;
    await atMinute(61);
    expect(log.scores().map(({ patientId }) => patientId)).toEqual([other.id]);
  });

  it('is shared by replicas: each change is told once', async () => {
    const patients = ['one', 'two', 'three', 'four'].map((name) => new PatientBuilder(`shared ${name}`));
    const [first, second] = [replica(), replica()];
    await first.scoring.record(patients.map((patient) => patient.reads(0, wellValues)));
    first.log.records.length = 0;
    await Promise.all([first.atMinute(61), second.atMinute(61), first.atMinute(61), second.atMinute(61)]);
    const told = [...first.log.scores(), ...second.log.scores()].map(({ id }) => id);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength(4);
  });
});

describe('what is retracted', () => {
  it('takes back the scores and signals that rested on it', async () => {
    const patient = new PatientBuilder('mistaken');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    const wrong = patient.reads(10, shocked);
    await scoring.record([patient.reads(0, wellValues), wrong]);
    log.records.length = 0;
    await scoring.record([patient.retracts(20, wrong)]);
    expect(log.scores()).toMatchObject([{ withdrawn: true, revision: 2, at: '2026-11-21T12:10:00.000Z' }]);
    expect(log.signals()).toMatchObject([{ kind: 'withdrawn', revision: 2, at: '2026-11-21T12:10:00.000Z' }]);
  });

  it('never counts where the retraction comes first', async () => {
    const patient = new PatientBuilder('forewarned');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    const wrong = patient.reads(10, shocked);
    await scoring.record([patient.retracts(20, wrong)]);
    await replica().scoring.record([patient.reads(0, wellValues)]);
    await scoring.record([wrong]);
    expect(log.signals()).toEqual([]);
  });
});

describe('what was told before something else became known', () => {
  it('is kept, with when it was known', async () => {
    const patient = new PatientBuilder('remembered');
    const { scoring } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, { ...wellValues, oxygenSaturation: 90 })]);
    await scoring.follow([patient.plan(1, { oxygenScale: patient.scale2(-30, 6000) })]);
    const { rows } = await database.pool.query<{ topic: string; revision: number }>(
      'SELECT topic, revision FROM superseded WHERE patient_id = $1 ORDER BY topic',
      [patient.id],
    );
    expect(rows).toEqual([
      { topic: 'scores', revision: 1 },
      { topic: 'signals', revision: 1 },
    ]);
  });
});

describe('two replicas', () => {
  const anyStream = fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: 240 }),
      values: fc.dictionary(
        fc.constantFrom('pulseRate', 'oxygenSaturation', 'respirationRate', 'supplementalOxygen'),
        fc.integer({ min: 60, max: 80 }),
        { minKeys: 1 },
      ),
    }),
    { minLength: 2, maxLength: 20 },
  );
  const anyDelivery = anyStream.chain((stream) =>
    fc.record({
      stream: fc.constant(stream),
      order: fc.shuffledSubarray([...stream.keys()], { minLength: stream.length }),
      repeats: fc.array(fc.nat({ max: stream.length - 1 }), { maxLength: 5 }),
      batchSize: fc.integer({ min: 1, max: 6 }),
      atOnce: fc.boolean(),
    }),
  );

  it('end in one history and standing, however a stream is shuffled, repeated, split and shared between them', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyDelivery, async ({ stream, order, repeats, batchSize, atOnce }) => {
        run += 1;
        const patient = new PatientBuilder(`unruly ${String(run)}`);
        const plan = patient.plan(-10);
        const sets = stream.map(({ minute, values }) => patient.reads(minute, values));

        const replicas = [replica(), replica()] as const;
        await replicas[1].scoring.follow([plan]);
        const delivered = [...order, ...repeats].flatMap((index) => sets[index] ?? []);
        const batches = delivered.flatMap((_, index) =>
          index % batchSize === 0 ? [delivered.slice(index, index + batchSize)] : [],
        );
        const works = batches.map((batch, index) => () => replicas[index % 2 === 0 ? 0 : 1].scoring.record(batch));
        if (atOnce) await Promise.all(works.map((work) => work()));
        else for (const work of works) await work();

        expect(await stored(patient)).toEqual(inOrder(patient, [plan], sets));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('the service on the log', () => {
  let log: EventLog;
  let service: INestMicroservice | undefined;
  let failures = 0;
  let parts: ScoringParts;
  const live = { current: testRules() };

  beforeAll(async () => {
    log = createPostgresLog({ pool: database.pool });
    await log.prepare();
    const unsteady: EventLog = {
      prepare: () => log.prepare(),
      subscribe: (options) => log.subscribe(options),
      lag: (group) => log.lag(group),
      check: () => log.check(),
      close: () => log.close(),
      publish: async (records) => {
        if (failures > 0) {
          failures -= 1;
          throw new EventLogUnavailableError('The log is away, for the test.');
        }
        await log.publish(records);
      },
    };
    parts = { ...partsWith(unsteady), ruleBook: live };
    const [transport] = scoringTransports(parts);
    if (transport === undefined) throw new Error('The service has no transport.');
    service = await NestFactory.createMicroservice<MicroserviceOptions>(scoringModule(parts), {
      strategy: transport,
      logger: false,
    });
    await service.listen();
    expect(await parts.readiness.report()).toMatchObject({ ok: true });
  });

  afterAll(async () => {
    await service?.close();
    await log.close();
  });

  it('brings what was decided to the log after a failure in between, once decided', async () => {
    const patient = new PatientBuilder('on the log');
    const heard = { scores: [] as Score[], signals: [] as Signal[] };
    const listener = await log.subscribe({
      group: 'listener',
      topics: ['scores', 'signals'],
      onBatch: async ({ topic, records }) => {
        for (const { value } of records) {
          const event: unknown = JSON.parse(value ?? 'null');
          if (topic === 'scores') heard.scores.push(Score.parse(event));
          else heard.signals.push(Signal.parse(event));
        }
      },
    });
    await publish('monitoring-plans', patient.plan(-60));
    await until(async () => (await log.lag('scoring')).get('monitoring-plans') === 0);
    failures = 1;
    await publish('observations', patient.reads(0, wellValues));
    await publish('observations', patient.reads(10, shocked));
    await until(async () => heard.signals.length > 0 && heard.scores.length > 1);
    await until(async () => (await log.lag('scoring')).get('observations') === 0);
    await listener.close();
    expect(failures).toBe(0);
    expect(new Set(heard.signals.map(({ id }) => id)).size).toBe(1);
    expect(new Set(heard.scores.map(({ id }) => id)).size).toBe(2);
    expect(heard.scores.every(({ revision }) => revision === 1)).toBe(true);
  }, 60_000);

  it('waits with a plan whose rules are not here, says so, and goes on once they are', async () => {
    const patient = new PatientBuilder('ahead of its rules');
    await publish('monitoring-plans', patient.plan(-60, { ruleSet: { id: 'general', version: 2 } }));
    await until(async () => !(await parts.readiness.report()).ok);
    expect(JSON.stringify(await parts.readiness.report())).toContain('general@2');
    live.current = testRules({ id: 'general', version: 2 });
    await until(async () => (await log.lag('scoring')).get('monitoring-plans') === 0);
    const { rows } = await database.pool.query('SELECT revision FROM plan_version WHERE patient_id = $1', [patient.id]);
    expect(rows).toEqual([{ revision: 1 }]);
    await until(async () => (await parts.readiness.report()).ok);
  }, 60_000);

  async function publish<Topic extends 'observations' | 'monitoring-plans'>(
    topic: Topic,
    event: EventOn<Topic> & (ObservationSetRecorded | MonitoringPlan),
  ): Promise<void> {
    await log.publish([encode(topic, event.patientId, event)]);
  }
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It did not come about in 20 s.');
    await pause(20);
  }
}

function byText(one: OutgoingRecord, other: OutgoingRecord): number {
  return (one.value ?? '') < (other.value ?? '') ? -1 : 1;
}

function byTaken(one: ObservationSetRecorded, other: ObservationSetRecorded): number {
  const [first, second] = [one.observations[0]?.takenAt ?? '', other.observations[0]?.takenAt ?? ''];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
