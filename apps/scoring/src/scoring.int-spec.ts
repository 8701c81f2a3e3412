import type { MonitoringPlan, ObservationSetRecorded } from '#libs/contracts';
import { eventFromLog, type EventOn, instant, type Score, type Signal } from '#libs/contracts';
import { type Database } from '#libs/database';
import {
  createPostgresLog,
  encode,
  type EventLog,
  EventLogUnavailableError,
  type OutgoingRecord,
} from '#libs/event-log';
import { eventually, PatientFixture, shocked, well } from '#libs/fixtures';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { hourly, replica as replicaOf, scoringParts, startScoringDatabase } from './scoring.harness.ts';
import { scoringModule, type ScoringParts, scoringTransports } from './scoring.module.ts';

// Real: Postgres, the Postgres log, Nest. Made up: the time.

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
afterAll(() => stop());

const replica = () => replicaOf(database);

describe('scoring batches', () => {
  it('scores, signals a tier that is reached, and signals it once', async () => {
    const patient = new PatientFixture('deteriorating');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, well), patient.reads(10, shocked), patient.reads(20, shocked)]);
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
    const patient = new PatientFixture('peaking');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, well), patient.reads(10, shocked), patient.reads(20, well)]);
    expect(log.signals().map(({ kind, tier }) => [kind, tier])).toEqual([
      ['tier-reached', 'high'],
      ['tier-left', 'low'],
    ]);
  });

  it('publishes what was decided the first time when a batch comes again, whole or in part', async () => {
    const patient = new PatientFixture('repeated');
    const { scoring, log } = replica();
    const plan = patient.plan(-60);
    const [first, second, third] = [patient.reads(0, well), patient.reads(10, shocked), patient.reads(20, well)];
    await scoring.follow([plan]);
    await scoring.record([first, second]);
    const before = [...log.decided].sort(byText);
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
    const patient = new PatientFixture('interrupted');
    const { scoring, outbox, log } = replica();
    const [plan, set] = [patient.plan(5), patient.reads(0, shocked)];
    log.refusals = 1;
    await expect(scoring.record([set])).rejects.toThrow(EventLogUnavailableError);
    await scoring.record([set]);
    log.refusals = 1;
    await scoring.follow([plan]);
    expect(log.signals()).toEqual([]);
    await outbox.publish();
    expect(log.scores()).toMatchObject([{ total: 9, revision: 1, because: 'reading' }]);
    // An admission has no score of its own: the signal is put down to that of the reading.
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', score: log.scores()[0] }]);
  });

  it('corrects what a late reading changes, and publishes what is over by now as history', async () => {
    const patient = new PatientFixture('late');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-600)]);
    await scoring.record([0, 10, 20, 30, 40, 50].map((minute) => patient.reads(minute, well)));
    await scoring.record([60, 70, 80].map((minute) => patient.reads(minute, { temperature: 37 })));
    log.records.length = 0;
    await scoring.record([patient.reads(5, shocked, { delayMinutes: 90 })]);
    expect(log.scores()).toMatchObject([{ total: 9, revision: 1, late: true, at: '2026-11-21T12:05:00.000Z' }]);
    expect(log.signals()).toMatchObject([
      { kind: 'tier-reached', tier: 'high', at: '2026-11-21T12:05:00.000Z', late: true },
      { kind: 'tier-left', tier: 'low', at: '2026-11-21T12:10:00.000Z', late: false },
    ]);
    await scoring.record([patient.reads(55, { 'pulse-rate': 134 }, { delayMinutes: 40 })]);
    expect(log.scores().slice(1)).toMatchObject([
      { at: '2026-11-21T12:55:00.000Z', total: 3, revision: 1, late: true },
      { at: '2026-11-21T13:00:00.000Z', total: 3, revision: 2, late: false },
      { at: '2026-11-21T13:10:00.000Z', total: 3, revision: 2, late: false },
      { at: '2026-11-21T13:20:00.000Z', total: 3, revision: 2, late: false },
    ]);
    // It is still so at the newest moment: that is news.
    expect(log.signals().slice(2)).toMatchObject([{ tier: 'low-medium', at: '2026-11-21T12:55:00.000Z', late: false }]);
  });

  it('signals when a stay begins for a patient who is unwell, and nothing once it has ended', async () => {
    const patient = new PatientFixture('admitted');
    const { scoring, log } = replica();
    await scoring.record([patient.reads(0, shocked)]);
    expect(log.signals()).toEqual([]);
    await scoring.follow([patient.plan(10)]);
    expect(log.signals()).toMatchObject([
      { kind: 'tier-reached', tier: 'high', receivedAt: '2026-11-21T12:10:00.000Z' },
    ]);
    await scoring.follow([patient.plan(20, { stay: null })]);
    await scoring.record([patient.reads(30, well), patient.reads(40, shocked)]);
    expect(log.signals()).toHaveLength(1);
    expect(log.signals()[0]?.score).toEqual(log.scores()[0]);
    expect(log.scores().map(({ because }) => because)).toEqual(['reading', 'reading', 'reading']);
  });

  it('is no news where the score is old, neither when a stay begins nor when a late reading changes others', async () => {
    const patient = new PatientFixture('readmitted');
    const { scoring, log } = replica();
    const hour = 60;
    await scoring.record([patient.reads(0, shocked)]);
    await scoring.follow([patient.plan(30 * hour)]);
    await scoring.record([patient.reads(-10, well, { delayMinutes: 31 * hour })]);
    expect(log.signals()).toEqual([]);
    await scoring.record([patient.reads(31 * hour, shocked)]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high' }]);
  });

  it('puts scores on scale 2 when the news of its prescription comes after the reading', async () => {
    const patient = new PatientFixture('hypercapnic');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, { ...well, 'oxygen-saturation': 90 })]);
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

  it('does not score a patient who is excluded, and does afterwards', async () => {
    const patient = new PatientFixture('expecting');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60, { exclusion: 'pregnant' })]);
    await scoring.record([patient.reads(0, shocked)]);
    expect(log.decided).toEqual([]);
    await replica().scoring.follow([patient.plan(5)]);
    await scoring.record([patient.reads(10, { temperature: 37 })]);
    expect(log.scores()).toMatchObject([{ total: 9, complete: true, at: '2026-11-21T12:10:00.000Z' }]);
  });

  it('never scores what the intake found too late, whatever else has come', async () => {
    const patient = new PatientFixture('too late');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    const set = patient.reads(0, shocked, { delayMinutes: 26 * 60 });
    const observations = set.observations.map((observation) => ({ ...observation, tooLateToScore: true as const }));
    await scoring.record([{ ...set, observations }]);
    expect(log.decided).toEqual([]);
    await scoring.record([patient.reads(10, { temperature: 37 })]);
    expect(log.scores()).toMatchObject([{ complete: false, min: 0 }]);
  });

  it('scores a reading of any age that the intake let through, and corrects what followed', async () => {
    const patient = new PatientFixture('old');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(3 * 24 * 60, { 'pulse-rate': 70 })]);
    await scoring.record([patient.reads(0, { temperature: 39.2 }, { delayMinutes: 1 })]);
    expect(log.scores().map(({ at, because, min }) => [patient.minuteOf(at), because, min])).toEqual([
      [4320, 'reading', 0],
      [0, 'reading', 2],
      [720 + 1 / 60_000, 'aged-out', 0],
      // Of the temperature it now says that it has aged out.
      [4320, 'reading', 0],
    ]);
  });

  it('follows the newest plan only, whatever order they come in', async () => {
    const patient = new PatientFixture('planned');
    const { scoring, log } = replica();
    const [admission, discharge] = [patient.plan(0), patient.plan(10, { stay: null })];
    await scoring.follow([discharge, admission]);
    await scoring.record([patient.reads(20, shocked)]);
    expect(log.signals()).toEqual([]);
  });
});

describe('as time passes', () => {
  // The patients of other tests are left in peace.
  beforeEach(() => database.pool.query('UPDATE patient_state SET due_at = NULL'));

  it('makes the score partial when a value ages out, and not before', async () => {
    const patient = new PatientFixture('ageing');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, { ...well, 'pulse-rate': 134 })]);
    log.records.length = 0;
    await atMinute(720);
    expect(log.records).toEqual([]);
    await atMinute(721);
    expect(log.scores()).toMatchObject([
      {
        at: '2026-11-22T00:00:00.001Z',
        because: 'aged-out',
        complete: false,
        missing: [
          'respirationRate',
          'oxygenSaturation',
          'supplementalOxygen',
          'systolicPressure',
          'pulseRate',
          'consciousness',
          'temperature',
        ],
        receivedAt: '2026-11-22T00:00:00.001Z',
      },
    ]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-left', because: 'aged-out', tier: 'low' }]);
    await atMinute(800);
    expect(log.scores()).toHaveLength(1);
  });

  it('climbs the ladder of a silent patient, each rung once, and a reading answers what was asked', async () => {
    const patient = new PatientFixture('silent');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(0, hourly)]);
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
    await scoring.record([patient.reads(205, { 'pulse-rate': 70 })]);
    expect(log.requests().map(({ asks, state, revision }) => [asks, state, revision])).toEqual([
      ['device', 'answered', 2],
      ['patient', 'answered', 2],
      ['clinician', 'answered', 2],
    ]);
    expect(log.signals()).toMatchObject([{ condition: 'silence', kind: 'tier-left' }]);
  });

  it('withdraws requests that turn out to have been needless', async () => {
    const patient = new PatientFixture('not silent after all');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(0, hourly)]);
    await atMinute(190);
    log.records.length = 0;
    await scoring.record([patient.reads(70, { 'pulse-rate': 70 }, { delayMinutes: 120 })]);
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
    const patient = new PatientFixture('faint');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, well)]);
    await scoring.record([patient.reads(10, { 'oxygen-saturation': 80 }, { quality: { perfusionIndex: 0.1 } })]);
    expect(log.signals()).toEqual([]);
    expect(log.requests()).toMatchObject([{ asks: 'device', why: 'poor-signal', codes: ['oxygen-saturation'] }]);
    await atMinute(14);
    expect(log.signals()).toEqual([]);
    await atMinute(15);
    expect(log.signals()).toMatchObject([{ because: 'confirmed', tier: 'low-medium', at: '2026-11-21T12:15:00.000Z' }]);
  });

  it('puts scores back on scale 1 when the prescription of scale 2 lapses', async () => {
    const patient = new PatientFixture('lapsing scale');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, { oxygenScale: patient.scale2(-60, 30) })]);
    await scoring.record([patient.reads(0, { ...well, 'oxygen-saturation': 90 })]);
    await atMinute(29);
    expect(log.scores()).toMatchObject([{ scale: 2, total: 0 }]);
    await atMinute(30);
    expect(log.scores().slice(1)).toMatchObject([
      { scale: 1, total: 3, because: 'scale-change', at: '2026-11-21T12:30:00.000Z', scalePrescription: null },
    ]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'low-medium', because: 'lapsed' }]);
  });

  it('ends what a personal threshold alerts for when its review date comes', async () => {
    const patient = new PatientFixture('lapsing threshold');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, { thresholds: [patient.limit('pulse-rate', 75, 40)] })]);
    await scoring.record([patient.reads(0, { ...well, 'pulse-rate': 80 })]);
    await atMinute(39);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'medium', because: 'reading' }]);
    await atMinute(40);
    expect(log.signals().slice(1)).toMatchObject([
      { kind: 'tier-left', because: 'lapsed', at: '2026-11-21T12:40:00.000Z' },
    ]);
  });

  it('alerts as the pathway says once a ceiling of care lapses', async () => {
    const patient = new PatientFixture('lapsing ceiling');
    const { scoring, log, atMinute } = replica();
    const ceilingOfCare = patient.ceiling('none', { reviewAt: patient.at(20) });
    await scoring.follow([patient.plan(-60, { ceilingOfCare })]);
    await scoring.record([patient.reads(0, shocked)]);
    await atMinute(19);
    expect(log.signals()).toEqual([]);
    await atMinute(20);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', because: 'lapsed' }]);
  });

  it('waits for no reading during a pause, and begins to wait anew when it ends by itself', async () => {
    const patient = new PatientFixture('asleep');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(0, { ...hourly, pauses: [patient.pause(70, 300)] })]);
    await atMinute(314);
    expect(log.requests()).toEqual([]);
    await atMinute(315);
    expect(log.requests().map(({ at, asks }) => [patient.minuteOf(at), asks])).toEqual([[315, 'device']]);
    await atMinute(420);
    expect(log.signals()).toMatchObject([{ condition: 'silence', at: '2026-11-21T19:00:00.000Z' }]);
  });

  it('scores a patient from the day on which they turn 16', async () => {
    const patient = new PatientFixture('coming of age');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, { exclusion: 'under-16', scoredFrom: instant(patient.msAt(30)) })]);
    await scoring.record([patient.reads(0, shocked)]);
    await atMinute(29);
    expect(log.decided).toEqual([]);
    await atMinute(30);
    expect(log.scores()).toMatchObject([{ total: 9, at: '2026-11-21T12:30:00.000Z' }]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', because: 'lapsed' }]);
  });

  it('finds a trend when it is measured, and gives it up when nothing has been measured for long', async () => {
    const patient = new PatientFixture('gaining');
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

  it('asks the device and a clinician for a weight that jumps to be measured again, and alerts within the hour', async () => {
    const patient = new PatientFixture('jumping');
    const { scoring, log, atMinute } = replica();
    const day = 24 * 60;
    await scoring.follow([patient.plan(-60)]);
    for (const minute of [0, 60]) await scoring.record([patient.reads(minute, { 'body-weight': 70 })]);
    await scoring.record([patient.reads(day, { 'body-weight': 72.5 })]);
    expect(log.signals()).toEqual([]);
    const asked = { why: 'unconfirmed', codes: ['body-weight'], state: 'asked' };
    expect(log.requests()).toMatchObject([
      { ...asked, asks: 'device' },
      { ...asked, asks: 'clinician', words: expect.stringContaining('body weight up 2.5 kg in 3 days') },
    ]);
    await atMinute(day + 60);
    expect(log.signals()).toMatchObject([{ condition: 'trend:weight-gain', because: 'confirmed', tier: 'medium' }]);
  });

  it('raises nothing for a weight that a second weighing refutes, which answers what was asked', async () => {
    const patient = new PatientFixture('on the wrong scales');
    const { scoring, log, atMinute } = replica();
    const day = 24 * 60;
    await scoring.follow([patient.plan(-60)]);
    for (const minute of [0, 60]) await scoring.record([patient.reads(minute, { 'body-weight': 70 })]);
    await scoring.record([patient.reads(day, { 'body-weight': 72.5 })]);
    await scoring.record([patient.reads(day + 5, { 'body-weight': 70.1 })]);
    await atMinute(day + 120);
    expect(log.signals()).toEqual([]);
    expect(log.requests().map(({ asks, state }) => `${asks} ${state}`)).toEqual([
      'device asked',
      'clinician asked',
      'device answered',
      'clinician answered',
    ]);
  });

  it('loses nothing that time decides when the log is away, and publishes it once that is back', async () => {
    const patient = new PatientFixture('unheard');
    const { scoring, outbox, log, atMinute } = replica();
    await scoring.record([patient.reads(0, well)]);
    log.records.length = 0;
    log.refusals = 1;
    await atMinute(901);
    expect(log.records).toEqual([]);
    await outbox.publish();
    await outbox.publish();
    expect(log.scores()).toMatchObject([{ because: 'aged-out' }]);
  });

  it('stands still for no patient but the one for whom it fails', async () => {
    const [failing, ...others] = ['failing', 'other one', 'other two'].map((name) => new PatientFixture(name));
    const { scoring, log, atMinute } = replica();
    for (const patient of [failing, ...others]) {
      if (patient !== undefined) await scoring.record([patient.reads(0, well)]);
    }
    // What no code of ours writes, so that any code of ours fails on it.
    await database.pool.query(`UPDATE history_entry SET known = '[[null]]' WHERE patient_id = $1`, [
      failing?.patientId,
    ]);
    await database.pool.query(`UPDATE patient_state SET version = version + 1 WHERE patient_id = $1`, [
      failing?.patientId,
    ]);
    log.records.length = 0;
    await atMinute(901);
    expect(new Set(log.scores().map(({ patientId }) => patientId))).toEqual(
      new Set(others.map(({ patientId }) => patientId)),
    );
  });

  it('is shared by replicas: each change is published once', async () => {
    const patients = ['one', 'two', 'three', 'four'].map((name) => new PatientFixture(`shared ${name}`));
    const [first, second] = [replica(), replica()];
    await first.scoring.record(patients.map((patient) => patient.reads(0, well)));
    first.log.records.length = 0;
    await Promise.all([first.atMinute(901), second.atMinute(901), first.atMinute(901), second.atMinute(901)]);
    const published = [...first.log.scores(), ...second.log.scores()].map(({ id }) => id);
    expect(new Set(published).size).toBe(published.length);
    expect(published).toHaveLength(4);
  });
});

describe('what is retracted', () => {
  it('withdraws the scores and signals that rested on it', async () => {
    const patient = new PatientFixture('mistaken');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    const wrong = patient.reads(10, shocked);
    await scoring.record([patient.reads(0, well), wrong]);
    log.records.length = 0;
    await scoring.record([patient.retracts(20, wrong)]);
    expect(log.scores()).toMatchObject([{ withdrawn: true, revision: 2, at: '2026-11-21T12:10:00.000Z' }]);
    expect(log.signals()).toMatchObject([{ kind: 'withdrawn', revision: 2, at: '2026-11-21T12:10:00.000Z' }]);
  });

  it('never counts where the retraction comes first', async () => {
    const patient = new PatientFixture('forewarned');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    const wrong = patient.reads(10, shocked);
    await scoring.record([patient.retracts(20, wrong)]);
    await replica().scoring.record([patient.reads(0, well)]);
    await scoring.record([wrong]);
    expect(log.signals()).toEqual([]);
  });
});

describe('what was published before something else became known', () => {
  it('is kept, with when it was known', async () => {
    const patient = new PatientFixture('remembered');
    const { scoring } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(0, { ...well, 'oxygen-saturation': 90 })]);
    await scoring.follow([patient.plan(1, { oxygenScale: patient.scale2(-30, 6000) })]);
    const { rows } = await database.pool.query<{ topic: string; revision: number }>(
      'SELECT topic, revision FROM superseded WHERE patient_id = $1 ORDER BY topic',
      [patient.patientId],
    );
    expect(rows).toEqual([
      { topic: 'scores', revision: 1 },
      { topic: 'signals', revision: 1 },
    ]);
  });
});

describe('the service on the log', () => {
  let log: EventLog;
  let service: INestMicroservice | undefined;
  let failures = 0;
  let parts: ScoringParts;

  beforeAll(async () => {
    log = createPostgresLog({ pool: database.pool });
    await log.prepare();
    const unsteady: EventLog = {
      prepare: () => log.prepare(),
      subscribe: (options) => log.subscribe(options),
      lag: (group) => log.lag(group),
      size: () => log.size(),
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
    parts = scoringParts(database, { log: unsteady });
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
    const patient = new PatientFixture('on the log');
    const heard = { scores: [] as Score[], signals: [] as Signal[] };
    const listener = await log.subscribe({
      group: 'listener',
      topics: ['scores', 'signals'],
      onBatch: async ({ topic, records }) => {
        for (const { key, value } of records) {
          const record = { key, value: value ?? 'null' };
          if (topic === 'scores') heard.scores.push(eventFromLog('scores', record));
          else heard.signals.push(eventFromLog('signals', record));
        }
      },
    });
    await publish('monitoring-plans', patient.plan(-60));
    await eventually(async () => (await log.lag('scoring')).get('monitoring-plans') === 0);
    failures = 1;
    await publish('observations', patient.reads(0, well));
    await publish('observations', patient.reads(10, shocked));
    await eventually(async () => heard.signals.length > 0 && heard.scores.length > 1);
    await eventually(async () => (await log.lag('scoring')).get('observations') === 0);
    await listener.close();
    expect(failures).toBe(0);
    expect(new Set(heard.signals.map(({ id }) => id)).size).toBe(1);
    expect(new Set(heard.scores.map(({ id }) => id)).size).toBe(2);
    expect(heard.scores.every(({ revision }) => revision === 1)).toBe(true);
  }, 60_000);

  async function publish<Topic extends 'observations' | 'monitoring-plans'>(
    topic: Topic,
    event: EventOn<Topic> & (ObservationSetRecorded | MonitoringPlan),
  ): Promise<void> {
    await log.publish([encode(topic, event.patientId, event)]);
  }
});

function byText(one: OutgoingRecord, other: OutgoingRecord): number {
  return (one.value ?? '') < (other.value ?? '') ? -1 : 1;
}
