import { setTimeout as pause } from 'node:timers/promises';

import { ManualClock } from '#libs/clock';
import {
  type EventOn,
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
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { momentReadingsOf } from './composition/moment.ts';
import { PatientHistory } from './composition/patient-history.ts';
import { PatientBuilder, wellValues } from './composition/patient.builder.ts';
import { ScoringService } from './composition/scoring.service.ts';
import { scoringMigrations, scoringModule, type ScoringParts, scoringTransports } from './scoring.module.ts';
import { ScoringSettings } from './settings.ts';
import { standingBy } from './signals/standing.ts';

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

const shocked = { ...wellValues, pulseRate: 134, systolicPressure: 85, respirationRate: 26 };

function partsWith(log: EventLog): ScoringParts {
  return {
    settings: ScoringSettings.parse({}),
    clock: new ManualClock(new Date('2026-11-21T12:00:00Z')),
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

/** A replica of the service without the transport. */
function replica(): { readonly scoring: ScoringService; readonly log: RecordingLog } {
  const log = new RecordingLog();
  const provider = scoringModule(partsWith(log)).providers?.find(
    (one): one is { provide: typeof ScoringService; useValue: ScoringService } =>
      'provide' in one && one.provide === ScoringService,
  );
  if (provider === undefined) throw new Error('The module has no scoring service.');
  return { scoring: provider.useValue, log };
}

/** What is stored of a patient, without what may differ by the order of arrival. */
async function stored(patient: PatientBuilder): Promise<unknown> {
  const moments = await database.pool.query<{ score: Score | null }>(
    'SELECT score FROM moment WHERE patient_id = $1 ORDER BY at',
    [patient.id],
  );
  const standing = await database.pool.query<{ tier: string | null }>(
    'SELECT tier FROM standing WHERE patient_id = $1',
    [patient.id],
  );
  return { history: moments.rows.map(({ score }) => essence(score)), standing: standing.rows[0]?.tier };
}

/** What the patient's history and standing are when the sets come one by one, in the order in which they were taken. */
function inOrder(patient: PatientBuilder, plan: MonitoringPlan, sets: readonly ObservationSetRecorded[]): unknown {
  const remembered = { plan, moments: [], fromTheBeginning: true };
  const history = new PatientHistory(patient.id, remembered, { latenessHours: 24 });
  const scores = new Map<number, Score | null>();
  for (const set of [...sets].sort(byTaken)) {
    for (const { atMs, score } of history.add(momentReadingsOf(set), set)) scores.set(atMs, score);
  }
  return { history: [...scores.values()].map(essence), standing: standingBy(plan, history.newest?.score) };
}

function essence(score: Score | null): unknown {
  if (score === null) return null;
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
    expect(log.scores()).toMatchObject([{ total: 9, revision: 1 }]);
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high' }]);
  });

  it('corrects what a late reading changes, and pages nobody for it', async () => {
    const patient = new PatientBuilder('late');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-600)]);
    await scoring.record([0, 10, 20, 30, 40, 50].map((minute) => patient.reads(minute, wellValues)));
    await scoring.record([60, 70, 80].map((minute) => patient.reads(minute, { temperature: 37 })));
    log.records.length = 0;
    await scoring.record([patient.reads(5, shocked, { delayMinutes: 90 })]);
    expect(log.scores()).toMatchObject([{ total: 9, revision: 1, late: true, at: '2026-11-21T12:05:00.000Z' }]);
    await scoring.record([patient.reads(55, { pulseRate: 134 }, { delayMinutes: 40 })]);
    expect(log.scores().slice(1)).toMatchObject([
      { at: '2026-11-21T12:55:00.000Z', total: 3, revision: 1, late: true },
      { at: '2026-11-21T13:00:00.000Z', total: 3, revision: 2, late: false },
      { at: '2026-11-21T13:10:00.000Z', total: 3, revision: 2, late: false },
      { at: '2026-11-21T13:20:00.000Z', total: 3, revision: 2, late: false },
    ]);
    // The last one is the newest moment, so that one does change where the patient stands.
    expect(log.signals()).toMatchObject([{ tier: 'low-medium', at: '2026-11-21T12:55:00.000Z' }]);
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
    expect(log.scores()).toHaveLength(3);
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
    expect(log.signals().map(({ kind, tier }) => [kind, tier])).toEqual([
      ['tier-reached', 'low-medium'],
      ['tier-left', 'low'],
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
    expect(log.scores()).toMatchObject([{ total: 9, complete: true }]);
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

        expect(await stored(patient)).toEqual(inOrder(patient, plan, sets));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('the service on the log', () => {
  let log: EventLog;
  let service: INestMicroservice | undefined;
  let failures = 0;

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
    const parts = partsWith(unsteady);
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
