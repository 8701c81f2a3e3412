import type { MonitoringPlan, ObservationSetRecorded } from '#libs/contracts';
import type { Database } from '#libs/database';
import { PatientFixture } from '#libs/fixtures';
import fc from 'fast-check';
import { hourly, publishedOf, replica as replicaOf, startScoringDatabase } from './scoring.harness.ts';

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

it('stored and published are the same, however a stream is shuffled, repeated, split and shared by replicas', async () => {
  const orderly = new PatientFixture('orderly');
  const first = replicaOf(database);
  for (const event of lifeOf(orderly)) {
    await (isPlan(event) ? first.scoring.follow([event]) : first.scoring.record([event]));
  }
  await first.atMinute(1500);
  const expected = await publishedOf(database, orderly);
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
        expect(await publishedOf(database, unruly)).toEqual(expected);
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
}, 120_000);
