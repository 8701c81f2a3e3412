import type { PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { PatientFixture, shocked, well } from '#libs/fixtures';
import { hourly, type RecordingLog, replica as replicaOf, startScoringDatabase } from './scoring.harness.ts';
import { ScoringSettings } from './settings.ts';

// Real: Postgres, the scoring service. Made up: the log, the time.

let database: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ database, stop } = await startScoringDatabase());
}, 120_000);
// Each test has patients of its own, and none of the others is in use or due.
beforeEach(() => database.pool.query('TRUNCATE plan_version, patient_state'));
afterAll(() => stop());

const replica = () => replicaOf(database, { settings: ScoringSettings.parse({}) });
const hours = (count: number): number => count * 60;

interface Revised {
  readonly id: string;
  readonly patientId: PatientId;
  readonly revision: number;
}

/** `[minute, total, because]` of each score of a patient that was not withdrawn, as a reader of the log has it. */
function validScores(log: RecordingLog, patient: PatientFixture): readonly unknown[] {
  return [...newest(log.scores(), patient).values()]
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ at, total, because }) => [patient.minuteOf(at), total, because])
    .sort(([one], [other]) => Number(one) - Number(other));
}

function newest<Event extends Revised>(
  events: readonly Event[],
  { patientId }: PatientFixture,
): ReadonlyMap<string, Event> {
  const newestOf = new Map<string, Event>();
  for (const event of events) {
    if (event.patientId === patientId && event.revision > (newestOf.get(event.id)?.revision ?? 0))
      newestOf.set(event.id, event);
  }
  return newestOf;
}

describe('a clock that was 13 hours ahead and is set back', () => {
  it('leaves no score, signal or request of a time to come, and the NEWS2 of 9 of now is the newest again', async () => {
    const patient = new PatientFixture('stepped over');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60, hourly)]);
    await scoring.record([patient.reads(-5, shocked)]);
    await atMinute(0);
    const before = validScores(log, patient);
    expect(before).toEqual([[-5, 9, 'reading']]);

    await atMinute(hours(13));
    expect(validScores(log, patient).length).toBeGreaterThan(1);
    expect(newest(log.requests(), patient).size).toBeGreaterThan(0);

    await atMinute(2);
    expect(validScores(log, patient)).toEqual(before);
    const signals = [...newest(log.signals(), patient).values()].filter(({ kind }) => kind !== 'withdrawn');
    expect(signals.map(({ at, tier }) => [patient.minuteOf(at), tier])).toEqual([[-5, 'high']]);
    const requests = [...newest(log.requests(), patient).values()].filter(({ state }) => state !== 'withdrawn');
    expect(requests).toEqual([]);
  });

  it('delays no alert: the next deterioration of a patient, whose time it had passed, is news', async () => {
    const patient = new PatientFixture('worse after the step');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(-5, well)]);
    await atMinute(hours(13));
    await atMinute(2);
    await scoring.record([patient.reads(2, shocked)]);
    expect(validScores(log, patient)).toEqual([
      [-5, 0, 'reading'],
      [2, 9, 'reading'],
    ]);
    expect(log.signals().at(-1)).toMatchObject({ kind: 'tier-reached', tier: 'high', at: patient.at(2), late: false });
  });

  it('has what was taken by it wait until its time comes, and count then', async () => {
    const patient = new PatientFixture('taken ahead');
    const { scoring, log, atMinute } = replica();
    await scoring.follow([patient.plan(-60)]);
    await scoring.record([patient.reads(-5, well)]);
    await atMinute(hours(13));
    await scoring.record([patient.reads(hours(13), shocked)]);
    expect(validScores(log, patient)).toContainEqual([hours(13), 9, 'reading']);

    await atMinute(2);
    expect(validScores(log, patient)).toEqual([[-5, 0, 'reading']]);
    await scoring.record([patient.reads(3, well)]);
    expect(log.scores().at(-1)).toMatchObject({ at: patient.at(3), total: 0, late: false });

    await atMinute(hours(14));
    expect(validScores(log, patient)).toContainEqual([hours(13), 9, 'reading']);
    expect([...newest(log.signals(), patient).values()]).toContainEqual(
      expect.objectContaining({ kind: 'tier-reached', tier: 'high', at: patient.at(hours(13)), late: false }),
    );
  });

  it('ends in the same history as one that was always right', async () => {
    const [stepped, steady] = [new PatientFixture('stepped'), new PatientFixture('steady')];
    const [first, second] = [replica(), replica()];
    for (const [patient, { scoring, atMinute }, steps] of [
      [stepped, first, true],
      [steady, second, false],
    ] as const) {
      await scoring.follow([patient.plan(-60, hourly)]);
      await atMinute(0);
      await scoring.record([patient.reads(0, shocked)]);
      if (steps) await atMinute(hours(13));
      await atMinute(10);
      await scoring.record([patient.reads(10, well)]);
      await atMinute(hours(15));
    }
    expect(validScores(first.log, stepped)).toEqual(validScores(second.log, steady));
  });

  it('while no replica ran is seen by the next that starts', async () => {
    const patient = new PatientFixture('stepped while away');
    const before = replica();
    await before.scoring.follow([patient.plan(-60)]);
    await before.scoring.record([patient.reads(-5, shocked)]);
    await before.atMinute(hours(13));
    const next = replica();
    await next.atMinute(2);
    const withdrawn = next.log.scores().map(({ at, withdrawn }) => [patient.minuteOf(at) > 2, withdrawn]);
    expect(new Set(withdrawn.map(String))).toEqual(new Set(['true,true']));
  });
});
