import type { Forecast, Patient, Problem, Stay, Ward } from '#libs/contracts';
import { testNhsNumber } from '#libs/fixtures';
import { type Caller, type RunningClinician, startClinician } from '../../running-clinician.harness.ts';

const hour = 3_600_000;
const day = 24 * hour;
const beds = 10;
const daysOfHistory = 45;

/** An afternoon in London, in winter. */
const began = Date.parse('2026-11-02T14:00:00Z');

describe('The forecast', () => {
  let clinician: RunningClinician;
  let coordinator: Caller;
  let operations: Caller;
  let ward: Ward;
  let registered = 0;
  /** By the number of the day: how many patients there were at its 08:00. */
  const counted = new Map<string, number>();

  const admit = async (expectedAfterDays: number): Promise<Stay> => {
    registered += 1;
    const person = {
      nhsNumber: testNhsNumber(registered),
      givenName: 'Test',
      familyName: 'Patient',
      birthDate: '1950-01-01',
    };
    const { body: patient } = await coordinator.post<Patient>('/v1/patients', person);
    const date = new Date(clinician.clock.now().getTime() + expectedAfterDays * day).toISOString().slice(0, 10);
    const stay = { patientId: patient.id, wardId: ward.id, pathway: 'frailty', expectedDischargeDate: date };
    const { status, body } = await coordinator.post<Stay>('/v1/stays', stay);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  const ask = async (query = ''): Promise<Forecast> => {
    const { status, body } = await operations.get<Forecast>(`/v1/capacity/forecast?${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };

  beforeAll(async () => {
    clinician = await startClinician();
    coordinator = await clinician.as('administrator');
    operations = await clinician.as('operations');
    clinician.clock.set(new Date(began));
    ({ body: ward } = await coordinator.post<Ward>('/v1/wards', { name: 'Riverside', beds }));
    const open: { readonly stay: Stay; readonly lastDay: number }[] = [];
    for (let today = 0; today < daysOfHistory; today += 1) {
      clinician.clock.set(new Date(began + today * day));
      counted.set(new Date(began + today * day).toISOString().slice(0, 10), open.length);
      for (const { stay } of open.filter(({ lastDay }) => lastDay === today)) {
        expect((await coordinator.post(`/v1/stays/${stay.id}/discharge`, { reason: 'Recovered.' })).status).toBe(200);
      }
      open.splice(0, open.length, ...open.filter(({ lastDay }) => lastDay > today));
      // Most stay for five days, as was expected; every third for two more.
      open.push({ stay: await admit(5), lastDay: today + (today % 3 === 0 ? 7 : 5) });
    }
  }, 120_000);

  afterAll(() => clinician.stop());

  it('says how many patients there will be at the 08:00 of each coming day', async () => {
    const { days, basis, ...forecast } = await ask(`wardId=${ward.id}`);
    expect(forecast).toMatchObject({ wardId: ward.id, madeAt: clinician.clock.now().toISOString(), seed: 1 });
    expect(days).toHaveLength(14);
    expect(days[0]?.date).toBe('2026-12-17');
    expect(days.at(-1)?.date).toBe('2026-12-30');
    for (const { patients, capacity, chanceFull } of days) {
      expect(patients.low).toBeLessThanOrEqual(patients.median);
      expect(patients.median).toBeLessThanOrEqual(patients.high);
      // One a day for five or seven days.
      expect(patients.median).toBeGreaterThanOrEqual(4);
      expect(patients.median).toBeLessThanOrEqual(8);
      expect(capacity).toBe(beds);
      expect(chanceFull).toBeLessThan(0.5);
    }
    expect(basis).toEqual({ endedStays: 39, arrivalDays: 43 });
  });

  it('sets forecasts of the past weeks beside what happened', async () => {
    const { backTest } = await ask(`wardId=${ward.id}`);
    const points = backTest?.points ?? [];
    expect(backTest?.days).toBe(points.length);
    expect(points.at(-1)?.date).toBe('2026-12-16');
    expect(points.length).toBeGreaterThan(20);
    for (const { date, patients, lastWeek } of points) {
      expect({ date, patients }).toEqual({ date, patients: counted.get(date) });
      const weekBefore = new Date(Date.parse(date) - 7 * day).toISOString().slice(0, 10);
      expect({ date, lastWeek }).toEqual({ date, lastWeek: counted.get(weekBefore) });
    }
  });

  it('is the same for the same question, and works the back-test out once a day', async () => {
    const [first, second] = [await ask(`wardId=${ward.id}&seed=7`), await ask(`wardId=${ward.id}&seed=7`)];
    expect(second).toEqual(first);
    expect((await ask(`wardId=${ward.id}&seed=8`)).backTest).toEqual(first.backTest);
  });

  it('answers what would be if beds were closed or more patients came', async () => {
    const usual = await ask(`wardId=${ward.id}`);
    const closed = await ask(`wardId=${ward.id}&closeBeds=6`);
    expect(closed.days.map(({ capacity }) => capacity)).toEqual(new Array(14).fill(beds - 6));
    expect(closed.days.at(-1)?.chanceFull).toBeGreaterThan((usual.days.at(-1)?.chanceFull ?? 1) + 0.3);
    const surge = await ask(`wardId=${ward.id}&arrivals=2`);
    expect(surge.days.at(-1)?.patients.median).toBeGreaterThan(usual.days.at(-1)?.patients.median ?? 100);
  });

  it('knows of a closure that is to come', async () => {
    const closure = { beds: 4, from: '2026-12-20T00:00:00Z', until: '2026-12-22T00:00:00Z', reason: 'Staff on leave.' };
    const { status, body } = await coordinator.post(`/v1/wards/${ward.id}/closures`, closure);
    expect({ status, body }).toMatchObject({ status: 201 });
    const { days } = await ask(`wardId=${ward.id}`);
    expect(days.slice(2, 7).map(({ capacity }) => capacity)).toEqual([beds, beds - 4, beds - 4, beds, beds]);
  });

  it('counts a patient from the admission on, and no longer than to the discharge', async () => {
    const before = await ask(`wardId=${ward.id}&days=1&arrivals=0`);
    const stay = await admit(9);
    const after = await ask(`wardId=${ward.id}&days=1&arrivals=0`);
    expect(after.days[0]?.patients.high).toBe((before.days[0]?.patients.high ?? 0) + 1);
    await coordinator.post(`/v1/stays/${stay.id}/discharge`, { reason: 'Recovered.' });
    expect(await ask(`wardId=${ward.id}&days=1&arrivals=0`)).toEqual({ ...before, basis: after.basis });
  });

  it('of all wards together has their patients and beds', async () => {
    await coordinator.post<Ward>('/v1/wards', { name: 'Westmoor', beds: 3 });
    const all = await ask();
    expect(all.wardId).toBeNull();
    expect(all.days[0]?.capacity).toBe(beds + 3);
  });

  it('has no back-test for a ward that has just opened', async () => {
    const { body: opened } = await coordinator.post<Ward>('/v1/wards', { name: 'Newly opened', beds: 5 });
    const { backTest, basis, days } = await ask(`wardId=${opened.id}`);
    expect({ backTest, basis }).toEqual({ backTest: null, basis: { endedStays: 0, arrivalDays: 0 } });
    expect(days[13]?.patients).toEqual({ median: 0, low: 0, high: 0 });
  });

  it.each([
    ['a ward that there is not', 'wardId=0198c7a2-0000-7000-8000-000000000000', 404, 'ward-not-found'],
    ['more days than can be forecast', 'days=29', 400, 'invalid-request'],
    ['fewer beds than none', 'closeBeds=-1', 400, 'invalid-request'],
  ])('refuses %s', async (_case, query, status, code) => {
    const answer = await operations.get<Problem>(`/v1/capacity/forecast?${query}`);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });
});
