import { ManualClock } from '#libs/clock';
import { derivedId, instant, MonitoringPlan, Score, scoreId, type Signal } from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import type { EventLog, OutgoingRecord } from '#libs/event-log';
import { createLogger, Readiness } from '#libs/telemetry';
import { Registry } from 'prom-client';
import { PatientBuilder, testRules, wellValues } from '../composition/patient.builder.ts';
import { ScoringService } from '../composition/scoring.service.ts';
import { scoringMigrations, scoringModule } from '../scoring.module.ts';
import { ScoringSettings } from '../settings.ts';
import { CreateScoringTables1763769600000 } from './create-scoring-tables.migration.ts';

// Real: Postgres. Made up: the log, which only remembers, and the time.

describe('what the release before kept', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  const open = (migrations: typeof scoringMigrations): Promise<Database> =>
    openDatabase({ url: testDatabase.url, schema: 'scoring', migrations });

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.stop();
  });

  it('goes on: readings count, scores can be corrected, and what has aged out since is told', async () => {
    const patient = new PatientBuilder('of old');
    const withheld = new PatientBuilder('excluded of old');
    const first = patient.reads(0, { ...wellValues, pulseRate: 134 });
    database = await open([CreateScoringTables1763769600000]);
    await keepAsBefore(patient, first);
    await database.pool.query(
      `INSERT INTO moment (patient_id, at, caused_by, score, inputs) VALUES ($1, $2, $3, NULL, $4)`,
      [withheld.id, instant(withheld.ms(0)), first.id, JSON.stringify(oldInputs(first))],
    );
    await database.pool.query(`INSERT INTO standing (patient_id) VALUES ($1)`, [withheld.id]);
    await database.close();
    database = await open(scoringMigrations);

    const plans = await database.pool.query<{ body: unknown }>('SELECT body FROM plan_version');
    expect(plans.rows.map(({ body }) => MonitoringPlan.parse(body))).toMatchObject([
      { ruleSet: { id: 'general', version: 1 }, thresholds: [], pauses: [], monitoring: 'intermittent' },
    ]);
    const scores = await database.pool.query<{ score: unknown }>('SELECT score FROM moment WHERE score IS NOT NULL');
    expect(scores.rows.map(({ score }) => Score.parse(score))).toMatchObject([
      { total: 3, withdrawn: false, inputs: [{ code: 'respiration-rate', ageSeconds: 0 }, {}, {}, {}, {}, {}, {}] },
    ]);

    const { scoring, records, clock } = service();
    clock.set(new Date(patient.ms(30)));
    await scoring.record([patient.reads(30, { temperature: 38.5 })]);
    expect(records.map(({ value }) => JSON.parse(value ?? '') as unknown)).toMatchObject([
      { total: 4, complete: true },
    ]);
    records.length = 0;
    await scoring.record([patient.retracts(35, first, ['pulse-rate'])]);
    expect(
      records.filter(({ topic }) => topic === 'scores').map(({ value }) => Score.parse(JSON.parse(value ?? ''))),
    ).toMatchObject([
      { total: null, revision: 2, missing: ['pulseRate'] },
      { total: null, revision: 2, missing: ['pulseRate'] },
    ]);
    records.length = 0;
    clock.set(new Date(patient.ms(61)));
    while ((await scoring.advance(10)) > 0);
    expect(records.map(({ key, value }) => [key, (JSON.parse(value ?? '') as Score).because])).toEqual(
      expect.arrayContaining([
        [patient.id, 'aged-out'],
        [withheld.id, 'aged-out'],
      ]),
    );
    const kept = await database.pool.query('SELECT FROM signal_of_release_0_1');
    expect(kept.rowCount).toBe(1);
  });

  /** A patient on a ward, with one score and one signal. */
  async function keepAsBefore(patient: PatientBuilder, set: ReturnType<PatientBuilder['reads']>): Promise<void> {
    const { pool } = database;
    const plan = patient.plan(-60);
    const { patientId, revision, stay, changedAt, latenessHours, measures } = plan;
    const oldPlan = {
      patientId,
      revision,
      stay,
      oxygenScale: null,
      exclusion: null,
      validityMinutes: { pulseRate: 60 },
    };
    await pool.query(`INSERT INTO monitoring_plan (patient_id, revision, body) VALUES ($1, $2, $3)`, [
      patient.id,
      revision,
      JSON.stringify({ ...oldPlan, changedAt, latenessHours, measures }),
    ]);
    await pool.query(`INSERT INTO standing (patient_id, version, tier) VALUES ($1, 1, 'low-medium')`, [patient.id]);
    await pool.query(
      `INSERT INTO observation_set (id, patient_id, received_at, observations) VALUES ($1, $2, $3, $4)`,
      [set.id, patient.id, set.receivedAt, JSON.stringify(set.observations)],
    );
    const at = instant(patient.ms(0));
    const inputs = oldInputs(set);
    const points = {
      respirationRate: 0,
      oxygenSaturation: 0,
      supplementalOxygen: 0,
      systolicPressure: 0,
      pulseRate: 3,
    };
    const score = {
      id: scoreId(patient.id, at),
      revision: 1,
      patientId: patient.id,
      at,
      total: 3,
      min: 3,
      max: 3,
      complete: true,
      missing: [],
      tier: 'low-medium',
      highestTier: 'low-medium',
      scale: 1,
      components: { ...points, consciousness: 0, temperature: 0 },
      monitoring: 'every 1 h',
      responseWithinMinutes: null,
      ruleSet: 'news2-2017',
      late: false,
      inputs,
      causedBy: set.id,
      receivedAt: set.receivedAt,
    };
    await pool.query(`INSERT INTO moment (patient_id, at, caused_by, score) VALUES ($1, $2, $3, $4)`, [
      patient.id,
      at,
      set.id,
      JSON.stringify(score),
    ]);
    const body = { kind: 'tier-reached', patientId: patient.id, tier: 'low-medium', at, score };
    await pool.query(`INSERT INTO signal (id, patient_id, caused_by, body) VALUES ($1, $2, $3, $4)`, [
      derivedId('test-signal', patient.id),
      patient.id,
      set.id,
      JSON.stringify(body satisfies Partial<Record<keyof Signal, unknown>>),
    ]);
  }

  function service(): { scoring: ScoringService; records: OutgoingRecord[]; clock: ManualClock } {
    const records: OutgoingRecord[] = [];
    const unasked = (): never => {
      throw new Error('Nobody asks for this here.');
    };
    const log: EventLog = {
      publish: async (published) => {
        records.push(...published);
      },
      prepare: unasked,
      subscribe: unasked,
      lag: unasked,
      check: unasked,
      close: unasked,
    };
    const clock = new ManualClock(new Date('2026-11-21T12:00:00Z'));
    const provider = scoringModule({
      settings: ScoringSettings.parse({}),
      clock,
      log,
      database,
      logger: createLogger({ service: 'scoring', level: 'silent' }),
      metrics: new Registry(),
      readiness: new Readiness(),
      ruleBook: { current: testRules() },
    }).providers?.find(
      (one): one is { provide: typeof ScoringService; useValue: ScoringService } =>
        'provide' in one && one.provide === ScoringService,
    );
    if (provider === undefined) throw new Error('The module has no scoring service.');
    return { scoring: provider.useValue, records, clock };
  }
});

/** Inputs as scores named them then. */
function oldInputs({ observations }: ReturnType<PatientBuilder['reads']>): readonly unknown[] {
  const names: Readonly<Record<string, string>> = {
    'respiration-rate': 'respirationRate',
    'oxygen-saturation': 'oxygenSaturation',
    'supplemental-oxygen': 'supplementalOxygen',
    'systolic-pressure': 'systolicPressure',
    'pulse-rate': 'pulseRate',
    consciousness: 'consciousness',
    temperature: 'temperature',
  };
  return observations.map(({ id, code, value, takenAt }) => ({
    parameter: names[code],
    observationId: id,
    value,
    takenAt,
  }));
}
