import { type ObservationSetRecorded, Signal } from '#libs/contracts';
import type { Database } from '#libs/database';
import { createPostgresLog, encode, type EventLog } from '#libs/event-log';
import { aPathway, eventually, PatientFixture, shocked, testRules, well } from '#libs/fixtures';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import {
  pathways,
  publishedOf,
  type Replica,
  replica as replicaOf,
  scoringParts,
  startScoringDatabase,
} from './scoring.harness.ts';
import { scoringModule, type ScoringParts, scoringTransports } from './scoring.module.ts';

// Real: Postgres, in the first test also its log and Nest. Made up: the time.

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
beforeEach(() => database.pool.query('TRUNCATE backlog'));
afterAll(() => stop());

const replica = () => replicaOf(database);

/** Full sets, one each ten seconds: the pulse rises, falls and rises again. */
function dayOf(patient: PatientFixture, sets: number): readonly ObservationSetRecorded[] {
  return Array.from({ length: sets }, (_, index) =>
    patient.reads(index / 6, { ...well, 'pulse-rate': 70 + (index % 70), 'oxygen-saturation': 97 - (index % 5) }),
  );
}

async function waiting({ patientId }: PatientFixture): Promise<number> {
  const text = 'SELECT count(*)::int AS count FROM backlog WHERE patient_id = $1';
  const { rows } = await database.pool.query<{ count: number }>(text, [patientId]);
  return rows[0]?.count ?? -1;
}

async function scored({ patientId }: PatientFixture): Promise<number> {
  const text = 'SELECT count(*)::int AS count FROM history_entry WHERE patient_id = $1 AND score IS NOT NULL';
  const { rows } = await database.pool.query<{ count: number }>(text, [patientId]);
  return rows[0]?.count ?? -1;
}

async function recordInBatches({ scoring }: Replica, sets: readonly ObservationSetRecorded[]): Promise<void> {
  for (let begin = 0; begin < sets.length; begin += 60) await scoring.record(sets.slice(begin, begin + 60));
}

async function serviceOn(parts: ScoringParts) {
  const [transport] = scoringTransports(parts);
  if (transport === undefined) throw new Error('The service has no transport.');
  const options = { strategy: transport, logger: false } as const;
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(scoringModule(parts), options);
  await service.listen();
  return service;
}

describe('a gateway that returns with a day of one patient', () => {
  let log: EventLog;

  beforeAll(async () => {
    log = createPostgresLog({ pool: database.pool });
    await log.prepare();
  });
  afterAll(() => log.close());

  it('delays nobody: behind 20,000 readings each neighbour, in whatever partition, alerts before they are worked in', async () => {
    const away = new PatientFixture('away for a day');
    const neighbours = Array.from({ length: 40 }, (_, index) => new PatientFixture(`neighbour ${String(index)}`));
    for (const patient of [away, ...neighbours]) await replica().scoring.follow([patient.plan(-60)]);
    const day = dayOf(away, 2858);
    expect(day.flatMap(({ observations }) => observations).length).toBeGreaterThan(20_000);
    await log.publish(day.map((set) => encode('observations', set.patientId, set)));
    const sick = neighbours.map((patient) => patient.reads(0, shocked));
    await log.publish(sick.map((set) => encode('observations', set.patientId, set)));

    const scoredBefore = new Map<string, number>();
    const listener = await log.subscribe({
      group: 'listener',
      topics: ['signals'],
      onBatch: async ({ records }) => {
        for (const { value } of records) {
          const { patientId, tier } = Signal.parse(JSON.parse(value ?? 'null'));
          if (patientId !== away.patientId && tier === 'high') scoredBefore.set(patientId, await scored(away));
        }
      },
    });
    const parts = scoringParts(database, { log });
    const service = await serviceOn(parts);
    await eventually(() => scoredBefore.size === neighbours.length, { what: 'an alert for each neighbour' });
    expect(Math.max(...scoredBefore.values())).toBeLessThan(day.length);
    expect(await parts.readiness.report()).toMatchObject({
      ok: true,
      checks: {
        'scoring-backlog': { ok: false, reason: expect.stringContaining('of 1 patients are still') as string },
      },
    });
    // Whatever was in hand is left to the next start.
    await service.close();

    const next = scoringParts(database, { log });
    const again = await serviceOn(next);
    await eventually(async () => (await waiting(away)) === 0 && (await scored(away)) === day.length, {
      withinMs: 90_000,
    });
    const caughtUp = { ok: true, checks: { 'scoring-backlog': { ok: true } } };
    expect(
      await eventually(
        () => next.readiness.report(),
        ({ checks }) => checks['scoring-backlog']?.ok === true,
      ),
    ).toMatchObject(caughtUp);
    const gauge = await eventually(
      async () => /^homeward_scoring_backlog_sets (\d+)$/m.exec(await next.metrics.metrics())?.[1],
    );
    expect(gauge).toBe('0');
    await again.close();
    await listener.close();
  }, 180_000);
});

describe('a patient of whom much comes at once', () => {
  it('alerts by the newest of it at once, before anything older is worked in', async () => {
    const patient = new PatientFixture('worse at the end');
    const { scoring, log } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([...dayOf(patient, 120), patient.reads(30, shocked)]);
    expect(log.signals()).toMatchObject([{ tier: 'high', at: patient.at(30), late: false }]);
    expect(await waiting(patient)).toBeGreaterThan(100);
    await scoring.record([patient.reads(31, { temperature: 39.5 })]);
    expect(log.scores().at(-1)).toMatchObject({ at: patient.at(31), total: 11 });
  });

  it('has the same history in the end, oldest first or newest first, repeated, and worked off at any time', async () => {
    const sets = 150;
    const orderly = new PatientFixture('in order');
    const steady = replica();
    await steady.scoring.follow([orderly.plan(-60)]);
    for (const set of dayOf(orderly, sets)) await steady.scoring.record([set]);
    expect(await waiting(orderly)).toBe(0);
    await steady.atMinute(600);
    const expected = await publishedOf(database, orderly);
    expect(expected.length).toBeGreaterThan(sets);

    for (const name of ['oldest first', 'newest first']) {
      const patient = new PatientFixture(name);
      const [first, second] = [replica(), replica()];
      await first.scoring.follow([patient.plan(-60)]);
      const day = name === 'oldest first' ? dayOf(patient, sets) : dayOf(patient, sets).toReversed();
      await recordInBatches(first, day.slice(0, 120));
      expect(await waiting(patient)).toBeGreaterThan(0);
      await second.scoring.workOff();
      await recordInBatches(second, day.slice(60));
      await first.workOff();
      await recordInBatches(first, day);
      expect(await waiting(patient)).toBe(0);
      await first.atMinute(600);
      expect(await publishedOf(database, patient)).toEqual(expected);
    }
  }, 60_000);

  it('loses and doubles nothing where a slice is killed before its commit, or before it is published', async () => {
    const patient = new PatientFixture('killed in between');
    const first = replica();
    await first.scoring.follow([patient.plan(-60)]);
    const day = dayOf(patient, 120);
    await first.scoring.record(day);
    const before = await waiting(patient);
    const dying: Database = {
      ...database,
      transaction: (work) =>
        database.transaction(async (...args) => {
          await work(...args);
          throw new Error('Killed, for the test.');
        }),
    };
    await replicaOf(dying).scoring.workOff();
    expect(await waiting(patient)).toBe(before);

    const second = replica();
    second.log.refusals = 1;
    await second.workOff();
    expect(await waiting(patient)).toBe(0);
    await second.outbox.publish();
    const revisions = [...first.log.scores(), ...second.log.scores()].map(
      ({ id, revision }) => `${id} ${String(revision)}`,
    );
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(new Set(revisions.map((one) => one.split(' ')[0])).size).toBe(day.length);
  });

  it('keeps nobody waiting while a slice is in hand: what comes meanwhile is put behind it', async () => {
    const [behind, neighbour] = [new PatientFixture('in hand'), new PatientFixture('in the same batch')];
    const { scoring, log, workOff } = replica();
    await scoring.follow([behind.plan(-60), neighbour.plan(-60)]);
    await scoring.record(dayOf(behind, 120));
    log.records.length = 0;
    await database.transaction(async (client) => {
      await client.query('SELECT FROM patient_state WHERE patient_id = $1 FOR UPDATE', [behind.patientId]);
      await scoring.record([behind.reads(30, shocked), neighbour.reads(0, shocked)]);
      expect(log.signals()).toMatchObject([{ patientId: neighbour.patientId, tier: 'high' }]);
    });
    await workOff();
    expect(log.signals().filter(({ patientId }) => patientId === behind.patientId)).toContainEqual(
      expect.objectContaining({ tier: 'high', at: behind.at(30), late: false }),
    );
  });

  it('costs a late set that reaches far back no turn of its own, and takes it in all the same', async () => {
    const patient = new PatientFixture('far back');
    const { scoring, log, workOff } = replica();
    await scoring.follow([patient.plan(-600)]);
    const day = dayOf(patient, 240);
    for (let begin = 0; begin < day.length; begin += 40) await scoring.record(day.slice(begin, begin + 40));
    expect(await waiting(patient)).toBe(0);
    log.records.length = 0;
    await scoring.record([patient.reads(-5, shocked, { delayMinutes: 60 })]);
    expect([await waiting(patient), log.records]).toEqual([1, []]);
    await workOff();
    expect(log.scores()[0]).toMatchObject({ at: patient.at(-5), total: 9, late: true });
  });

  it('is parked with all of it where its rules have gone, and scored with all of it when they are back', async () => {
    const patient = new PatientFixture('behind, and parked');
    const { scoring, ruleBook, workOff } = replica();
    const withAsthma = testRules(...pathways, aPathway({ id: 'asthma', version: 2 }));
    const rules = ruleBook.current;
    ruleBook.current = withAsthma;
    await scoring.follow([patient.plan(-60, { ruleSet: { id: 'asthma', version: 2 } })]);
    const day = dayOf(patient, 120);
    await scoring.record(day);
    ruleBook.current = rules;
    await workOff();
    expect(await waiting(patient)).toBe(0);
    ruleBook.current = withAsthma;
    await scoring.resume();
    await workOff();
    expect(await scored(patient)).toBe(day.length);
  });
});
