import type { MeasurementRequest, MonitoringPlan, ObservationSetRecorded, Signal } from '#libs/contracts';
import type { Database } from '#libs/database';
import { PatientFixture, well } from '#libs/fixtures';
import fc from 'fast-check';
import { hourly, type Replica, replica as replicaOf, scoresInForce, startScoringDatabase } from './scoring.harness.ts';

// Real: Postgres, two replicas of the scoring service. Made up: the log, the time. That a history is a function of what
// came is tried in libs/timeline, in many more orders: here it is that storing and publishing change nothing about it.

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
afterAll(() => stop());

type Event = ObservationSetRecorded | MonitoringPlan;
const isPlan = (event: Event): event is MonitoringPlan => 'changedAt' in event;

const poor = { quality: { perfusionIndex: 0.1 } };

/** A life with a bit of everything: illness, a poor signal, a retraction, silence, a trend, changes of plan. */
function lifeOf(patient: PatientFixture): readonly Event[] {
  const wrong = patient.reads(200, { 'pulse-rate': 134, 'body-weight': 60 });
  return [
    patient.plan(-30),
    patient.reads(0, { 'pulse-rate': 70, 'oxygen-saturation': 97, 'body-weight': 70 }),
    patient.reads(10, { 'respiration-rate': 26, 'blood-glucose': 3 }),
    patient.reads(40, { 'oxygen-saturation': 85 }, poor),
    patient.reads(42, { 'oxygen-saturation': 88 }),
    patient.plan(60, { oxygenScale: patient.scale2(0, 300), thresholds: [patient.limit('pulse-rate', 71, 250)] }),
    patient.reads(100, { 'pulse-rate': 75, 'body-weight': 72.5 }),
    wrong,
    patient.retracts(260, wrong, ['pulse-rate']),
    patient.plan(300, { ...hourly, pauses: [patient.pause(500, 600)] }),
    patient.reads(700, { 'pulse-rate': 88 }),
    patient.plan(1000, { ...hourly, exclusion: 'pregnant' }),
    patient.reads(1050, { 'pulse-rate': 134, 'respiration-rate': 8 }),
  ];
}

/** What stands of a patient, without ids and what differs by the order in which it became known. */
async function publishedOf({ patientId }: PatientFixture): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ body: Signal | MeasurementRequest }>(
    `SELECT body FROM signal WHERE patient_id = $1 AND body ->> 'kind' <> 'withdrawn'
     UNION ALL SELECT body FROM request WHERE patient_id = $1 AND body ->> 'state' <> 'withdrawn'`,
    [patientId],
  );
  const ids = ['id', 'patientId', 'stayId', 'observationId', 'causedBy'];
  const byOrder = ['revision', 'late', 'receivedAt', 'state'];
  const essence = (key: string, value: unknown): unknown =>
    ids.includes(key) || byOrder.includes(key) ? undefined : value;
  return [...(await scoresInForce(database, patientId)), ...rows.map(({ body }) => body)]
    .map((body) => JSON.stringify(body, essence).replace(/threshold:[0-9a-f-]{36}/, 'threshold:own'))
    .sort();
}

it('stored and published are the same, however a stream is shuffled, repeated, split and shared by replicas', async () => {
  const orderly = new PatientFixture('orderly');
  const first = replicaOf(database);
  for (const event of lifeOf(orderly)) {
    await (isPlan(event) ? first.scoring.follow([event]) : first.scoring.record([event]));
  }
  await first.atMinute(1500);
  const expected = await publishedOf(orderly);
  expect(expected.length).toBeGreaterThan(20);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...lifeOf(orderly).keys()], { minLength: lifeOf(orderly).length }),
      fc.array(fc.nat({ max: lifeOf(orderly).length - 1 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.integer({ min: 0, max: 1200 }), { minLength: 4, maxLength: 4 }),
      async (order, repeats, together, minutes) => {
        run += 1;
        const unruly = new PatientFixture(`unruly ${String(run)}`);
        const life = lifeOf(unruly);
        const events = [...order, ...repeats].flatMap((index) => life[index] ?? []);
        const replicas = [replicaOf(database), replicaOf(database)] as const;
        for (let begin = 0; begin < events.length; begin += together) {
          const batch = events.slice(begin, begin + together);
          const turn = begin / together;
          const { scoring, atMinute } = turn % 2 === 0 ? replicas[0] : replicas[1];
          await Promise.all([
            scoring.record(batch.flatMap((event) => (isPlan(event) ? [] : [event]))),
            replicas[0].scoring.follow(batch.filter(isPlan)),
          ]);
          const minute = minutes[turn];
          if (minute !== undefined) await atMinute(minute);
        }
        await replicas[1].atMinute(1500);
        expect(await publishedOf(unruly)).toEqual(expected);
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
}, 120_000);

/** So many sets that they are a backlog, one each ten seconds. */
function dayOf(patient: PatientFixture, sets: number): readonly ObservationSetRecorded[] {
  return Array.from({ length: sets }, (_, index) =>
    patient.reads(index / 6, { ...well, 'pulse-rate': 70 + (index % 70), 'oxygen-saturation': 97 - (index % 5) }),
  );
}

/** How many sets wait to be worked in. */
async function waiting(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM backlog');
  return rows[0]?.count ?? -1;
}

async function recordInBatches({ scoring }: Replica, sets: readonly ObservationSetRecorded[]): Promise<void> {
  for (let begin = 0; begin < sets.length; begin += 60) await scoring.record(sets.slice(begin, begin + 60));
}

it('what comes at once ends in the same history, oldest first or newest first, repeated, and worked off at any time', async () => {
  const sets = 150;
  const orderly = new PatientFixture('in order');
  const steady = replicaOf(database);
  await steady.scoring.follow([orderly.plan(-60)]);
  for (const set of dayOf(orderly, sets)) await steady.scoring.record([set]);
  expect(await waiting()).toBe(0);
  await steady.atMinute(600);
  const expected = await publishedOf(orderly);
  expect(expected.length).toBeGreaterThan(sets);

  for (const name of ['oldest first', 'newest first']) {
    const patient = new PatientFixture(name);
    const [first, second] = [replicaOf(database), replicaOf(database)];
    await first.scoring.follow([patient.plan(-60)]);
    const day = name === 'oldest first' ? dayOf(patient, sets) : dayOf(patient, sets).toReversed();
    await recordInBatches(first, day.slice(0, 120));
    expect(await waiting()).toBeGreaterThan(0);
    await second.scoring.workOff();
    await recordInBatches(second, day.slice(60));
    await first.workOff();
    await recordInBatches(first, day);
    expect(await waiting()).toBe(0);
    await first.atMinute(600);
    expect(await publishedOf(patient)).toEqual(expected);
  }
}, 60_000);
