/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the observations and scores of others. */
import { type Board, type BoardRow, instant, type Instant, type PatientId } from '#libs/contracts';
import { aScore, eventually } from '#libs/fixtures';
import { isDeepStrictEqual } from 'node:util';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';

const minute = 60_000;

describe('A row of the board', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const ago = (minutes: number): Date => new Date(clinician.clock.now().getTime() - minutes * minute);
  async function onWard(): Promise<{ readonly wardId: string; readonly patientId: PatientId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId, pathway: 'general' });
    return { wardId, patientId };
  }
  async function rowOf(wardId: string, asOf?: Instant): Promise<BoardRow | undefined> {
    const query = asOf === undefined ? '' : `?asOf=${asOf}`;
    return (await nurse.get<Board>(`/v1/wards/${wardId}/board${query}`)).body.rows[0];
  }
  const score = (patientId: PatientId, at: Date, over: Parameters<typeof aScore>[2] = {}) =>
    clinician.publish('scores', [{ key: patientId, event: aScore(patientId, at, over) }]);

  it('has twelve scores of the last 24 h at most, evenly in time, oldest first, and always the newest', async () => {
    const { wardId, patientId } = await onWard();
    await score(patientId, ago(25 * 60), { min: 9, max: 9 });
    await Promise.all(
      Array.from({ length: 96 }, (_, quarter) =>
        score(patientId, ago(quarter * 15 + 1), { min: quarter % 7, max: (quarter % 7) + 1 }),
      ),
    );
    const row = await eventually(
      () => rowOf(wardId),
      (one) => one?.trend.length === 12 && one.trend.at(-1)?.at === instant(ago(1)),
    );
    const times = row?.trend.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted());
    expect(row?.trend.at(-1)).toEqual({ at: instant(ago(1)), min: 0, max: 1 });
    expect(row?.trend[0]?.at).toBe(instant(ago(22 * 60 + 1)));
  });

  it('has no scores that do not count for the patient', async () => {
    const { wardId, patientId } = await onWard();
    await score(patientId, ago(5));
    await eventually(
      () => rowOf(wardId),
      (row) => row?.trend.length === 1,
    );
    const prescriber = await clinician.as('prescriber');
    await prescriber.put(`/v1/patients/${patientId}/plan`, { exclusion: 'pregnant', reason: 'Booked today' });
    expect((await rowOf(wardId))?.trend).toEqual([]);
  });

  it('has when the next observation is due: by the plan, sooner by the score, never during a pause', async () => {
    const { wardId, patientId } = await onWard();
    const admittedAt = clinician.clock.now().getTime();
    const beforeAnything = instant(admittedAt);
    const twelveHours = 12 * 60 * minute;
    expect((await rowOf(wardId))?.nextDue).toMatchObject({ at: instant(admittedAt + twelveHours) });

    clinician.clock.advance(30 * minute);
    const takenAt = clinician.clock.now();
    await nurse.put(`/v1/patients/${patientId}/plan`, {
      dueEveryMinutes: Object.fromEntries(
        ['respiration-rate', 'supplemental-oxygen', 'systolic-pressure', 'diastolic-pressure', 'temperature']
          .concat('consciousness')
          .map((code) => [code, null]),
      ),
      reason: 'A watch is enough',
    });
    await clinician.publish('observations', [{ key: patientId, event: watchReadings(patientId, takenAt) }]);
    await score(patientId, takenAt, { monitoring: 'every 1 h' });
    // A later score of something else does not change what was asked for when these were taken.
    await score(patientId, new Date(takenAt.getTime() + minute), { monitoring: 'every 4–6 h' });
    const oneHourLater = instant(takenAt.getTime() + 60 * minute);
    const row = await eventually(
      () => rowOf(wardId),
      (one) => one?.nextDue?.at === oneHourLater,
    );
    expect(row?.nextDue?.codes.toSorted()).toEqual(['oxygen-saturation', 'pulse-rate']);

    clinician.clock.advance(10 * minute);
    const until = new Date(clinician.clock.now().getTime() + 120 * minute).toISOString();
    await nurse.post(`/v1/patients/${patientId}/pauses`, { reason: 'asleep', until });
    expect((await rowOf(wardId))?.nextDue).toBeNull();
    clinician.clock.advance(121 * minute);
    expect((await rowOf(wardId))?.nextDue?.at).toBe(until);
    expect((await rowOf(wardId, beforeAnything))?.nextDue?.at).toBe(instant(admittedAt + twelveHours));
  });

  it('comes page by page, the most urgent first, where a limit is asked for', async () => {
    const wardId = await createWard(operations);
    const patientIds: PatientId[] = [];
    for (const min of [1, 5, 3]) {
      const patientId = await registerPatient(nurse);
      await admit(nurse, { patientId, wardId });
      await score(patientId, ago(1), { total: min, min, max: min });
      patientIds.push(patientId);
    }
    const page = async (query: string): Promise<Board> =>
      (await nurse.get<Board>(`/v1/wards/${wardId}/board?${query}`)).body;
    const pages = async () => {
      const [whole, first] = [await page(''), await page('limit=2')];
      return { whole, first, second: await page(`limit=2&cursor=${String(first.nextCursor)}`) };
    };
    // Tasks follow the scores, and may come between two pages.
    const { whole, first, second } = await eventually(pages, (read) => {
      const isScored = read.whole.rows.every((row) => row.score !== null);
      return isScored && isDeepStrictEqual([...read.first.rows, ...read.second.rows], read.whole.rows);
    });
    expect(whole.rows.map(({ score: one }) => one?.min)).toEqual([5, 3, 1]);
    expect(whole).not.toHaveProperty('nextCursor');
    expect(first).toMatchObject({ ward: { patients: 3 }, rows: whole.rows.slice(0, 2) });
    expect(second).toMatchObject({ rows: whole.rows.slice(2), nextCursor: null });
    expect((await nurse.get(`/v1/wards/${wardId}/board?limit=2&cursor=made-up`)).status).toBe(400);
  });
});
