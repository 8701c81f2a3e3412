import { RuleSetError } from '#libs/clinical';
import type { MonitoringPlan, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { aPathway, PatientFixture, shocked, testRules, well } from '#libs/fixtures';
import { ObservationSetsStore } from './composition/observation-sets.store.ts';
import { RulesInUseService } from './composition/rules-in-use.service.ts';
import { pathways, replica as replicaOf, rules, scoresInForce, startScoringDatabase } from './scoring.harness.ts';

// Real: Postgres, the scoring service. Made up: the log, the time.

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
// Each test has patients of its own, and none of the others is in use or due.
beforeEach(() => database.pool.query('TRUNCATE plan_version, patient_state'));
afterAll(() => stop());

const replica = () => replicaOf(database);

const missing: Partial<MonitoringPlan> = { ruleSet: { id: 'asthma', version: 2 } };
const withAsthma = testRules(...pathways, aPathway({ id: 'asthma', version: 2 }));

async function parked(patientId: PatientId): Promise<readonly number[]> {
  const { rows } = await database.pool.query<{ plans: number; sets: number }>(
    `SELECT (SELECT count(*)::int FROM plan_version WHERE patient_id = $1 AND parked) AS plans,
       (SELECT count(*)::int FROM observation_set WHERE patient_id = $1 AND parked) AS sets`,
    [patientId],
  );
  return rows.flatMap(({ plans, sets }) => [plans, sets]);
}

describe('a patient whose rules are not here', () => {
  it('is parked alone: in the same batch, the neighbour’s NEWS2 of 9 raises its signal', async () => {
    const [stuck, neighbour] = [new PatientFixture('stuck'), new PatientFixture('neighbour')];
    const { scoring, log } = replica();
    await scoring.follow([stuck.plan(-60, missing), neighbour.plan(-60)]);
    await scoring.record([stuck.reads(0, shocked), neighbour.reads(0, shocked)]);
    expect(log.signals()).toMatchObject([{ patientId: neighbour.patientId, tier: 'high', score: { total: 9 } }]);
    expect(log.scores().map(({ patientId }) => patientId)).toEqual([neighbour.patientId]);
    const since = stuck.at(0);
    const reason = "The plan's rule set asthma@2 is not here.";
    expect(log.statuses()).toEqual([
      { patientId: stuck.patientId, revision: 1, state: 'parked', reason, since, planRevision: 0 },
      { patientId: neighbour.patientId, revision: 1, state: 'scoring', reason: null, since, planRevision: 1 },
    ]);
    expect(await parked(stuck.patientId)).toEqual([1, 1]);
  });

  it('is scored once the rules have come, with everything that came meanwhile, whatever is written in it', async () => {
    const patient = new PatientFixture('patient enough');
    const { scoring, log, ruleBook, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(-10, well)]);
    await scoring.follow([patient.plan(5, missing)]);
    const words = 'said "\\" and \u0000 and \ud800, then 🫀';
    const sets = [patient.reads(10, { 'questionnaire-answer': words }), patient.reads(20, shocked)];
    await scoring.record(sets);
    await atMinute(600);
    expect(log.scores().map(({ because }) => because)).toEqual(['reading']);
    expect(await parked(patient.patientId)).toEqual([1, 2]);
    log.records.length = 0;

    ruleBook.current = withAsthma;
    await scoring.resume();
    expect(log.signals()).toMatchObject([{ kind: 'tier-reached', tier: 'high', at: patient.at(20) }]);
    expect(log.scores().at(-1)).toMatchObject({ pathway: 'asthma@2', total: 9, at: patient.at(20) });
    expect(log.statuses()).toMatchObject([{ revision: 3, state: 'scoring', reason: null }]);
    expect(await parked(patient.patientId)).toEqual([0, 0]);
    log.records.length = 0;

    await scoring.resume();
    await scoring.record(sets);
    expect(log.statuses()).toEqual([]);
    expect(log.scores().map(({ revision }) => revision)).toEqual([1]);
    await atMinute(741);
    expect(log.scores().map(({ because }) => because)).toContain('aged-out');
  });

  it('is scored once a newer plan names other rules; the time of the other is judged anew when its rules come', async () => {
    const patient = new PatientFixture('replanned');
    const { scoring, log, ruleBook } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.follow([patient.plan(-30, missing)]);
    await scoring.record([patient.reads(0, shocked)]);
    expect(log.scores()).toEqual([]);
    await scoring.follow([patient.plan(60)]);
    expect(log.scores()).toMatchObject([{ total: 9, pathway: 'general@1', revision: 1 }]);
    expect(log.statuses().map(({ state }) => state)).toEqual(['scoring', 'parked', 'scoring']);
    expect(await parked(patient.patientId)).toEqual([1, 0]);
    ruleBook.current = withAsthma;
    await scoring.resume();
    expect(log.scores().at(-1)).toMatchObject({ total: 9, pathway: 'asthma@2', revision: 2 });
    expect(await parked(patient.patientId)).toEqual([0, 0]);
  });

  it('comes to the same history as if the rules had always been here', async () => {
    const [late, early] = [new PatientFixture('rules late'), new PatientFixture('rules early')];
    const [first, second] = [replica(), replica()];
    second.ruleBook.current = withAsthma;
    for (const [patient, { scoring }] of [
      [late, first],
      [early, second],
    ] as const) {
      await scoring.follow([patient.plan(-60, missing)]);
      const wrong = patient.reads(20, shocked);
      await scoring.record([patient.reads(10, well), wrong]);
      await scoring.follow([patient.plan(25, { ...missing, oxygenScale: patient.scale2(-30, 600) })]);
      await scoring.record([
        patient.reads(30, { 'oxygen-saturation': 90 }),
        patient.retracts(40, wrong, ['pulse-rate']),
      ]);
    }
    first.ruleBook.current = withAsthma;
    await first.scoring.resume();
    const scoresOf = async ({ patientId }: PatientFixture) =>
      (await scoresInForce(database, patientId)).map(({ at, total, min, scale, because }) =>
        [at, total, min, scale, because].join(' '),
      );
    expect(await scoresOf(late)).toEqual(await scoresOf(early));
    expect(await scoresOf(late)).toHaveLength(3);
  });
});

it('a patient whose rules have gone is parked with what comes, and scored again when they are back', async () => {
  const patient = new PatientFixture('rules gone');
  const { scoring, log, ruleBook } = replica();
  ruleBook.current = withAsthma;
  await scoring.follow([patient.plan(-60, missing)]);
  await scoring.record([patient.reads(0, well)]);
  const other = replica();
  await other.scoring.follow([patient.plan(5, { oxygenScale: patient.scale2(-30, 600) })]);
  await other.scoring.record([patient.reads(10, { ...well, 'oxygen-saturation': 90 })]);
  expect(other.log.scores()).toEqual([]);
  expect(other.log.statuses()).toMatchObject([
    { state: 'parked', reason: "The plan's rule set asthma@2 is not here." },
  ]);
  expect(await parked(patient.patientId)).toEqual([1, 1]);
  await scoring.resume();
  expect(log.scores().map(({ at, scale, revision }) => [patient.minuteOf(at), scale, revision])).toEqual([
    [0, 1, 1],
    [0, 2, 2],
    [10, 2, 1],
  ]);
});

describe('a rule set that is in use', () => {
  const start = (ruleBook = { current: rules }) =>
    new RulesInUseService({ database, clock: replica().clock, ruleBook }).onModuleInit();

  it('is asked for before the service starts, by all its names at once, and where it was expected', async () => {
    await expect(start()).resolves.toBeUndefined();
    const patient = new PatientFixture('on ward for long');
    const { scoring, ruleBook } = replica();
    ruleBook.current = testRules(...pathways, aPathway({ id: 'asthma' }), aPathway({ id: 'copd', version: 3 }));
    const month = 30 * 24 * 60;
    await scoring.follow([
      patient.plan(-2 * month, { ruleSet: { id: 'copd', version: 3 } }),
      patient.plan(-month, { ruleSet: { id: 'asthma', version: 1 } }),
    ]);
    const refusal: unknown = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RuleSetError);
    expect(refusal).toMatchObject({
      faults: [{ file: 'pathways/asthma.v1.json' }, { file: 'pathways/copd.v3.json' }],
    });
    // A week after the stay, nothing of its time can be corrected any more.
    await scoring.follow([patient.plan(-8 * 24 * 60, { stay: null })]);
    await expect(start()).resolves.toBeUndefined();
  });

  it('is not one that a parked plan names: the others are scored meanwhile', async () => {
    await replica().scoring.follow([new PatientFixture('parked at the start').plan(0, missing)]);
    await expect(start()).resolves.toBeUndefined();
  });
});

it('sets are forgotten once they cannot come again, unless they are parked; even then a repeat would change nothing', async () => {
  const [patient, stuck] = [new PatientFixture('long known'), new PatientFixture('long parked')];
  const { scoring, log, ruleBook } = replica();
  await scoring.follow([patient.plan(-60), stuck.plan(-60, missing)]);
  const sets = [patient.reads(0, shocked), stuck.reads(0, shocked)];
  await scoring.record(sets);
  await new ObservationSetsStore().forgetKnownBefore(database.pool, new Date(patient.msAt(1)));
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM observation_set WHERE id = ANY ($1)', [
    sets.map(({ id }) => id),
  ]);
  expect(rows).toEqual([{ id: sets[1]?.id }]);
  log.records.length = 0;
  await scoring.record(sets);
  expect(log.records).toEqual([]);
  ruleBook.current = withAsthma;
  await scoring.resume();
  expect(log.scores()).toMatchObject([{ patientId: stuck.patientId, total: 9, revision: 1 }]);
});
