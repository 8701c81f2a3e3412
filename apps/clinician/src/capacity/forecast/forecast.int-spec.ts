/** Real: HTTP, Postgres. A test's own: the clock, and the history, which is written into the tables. */
import type { Forecast, Problem, Stay, Ward, WardId } from '#libs/contracts';
import {
  type Caller,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const day = 24 * 3_600_000;
const beds = 10;

/** An afternoon in London, in winter. */
const began = Date.parse('2026-11-02T14:00:00Z');
const lastDay = 44;
const dateAfter = (days: number): string => new Date(began + days * day).toISOString().slice(0, 10);

/** One patient arrives each afternoon. Most stay for five days, as was expected; every third for two more. */
const leavesOn = (arrivedOn: number): number => arrivedOn + (arrivedOn % 3 === 0 ? 7 : 5);
const arrivals = Array.from({ length: lastDay + 1 }, (_, arrivedOn) => ({
  arrivedOn,
  from: new Date(began + arrivedOn * day),
  until: leavesOn(arrivedOn) > lastDay ? null : new Date(began + leavesOn(arrivedOn) * day),
  expected: dateAfter(arrivedOn + 5),
}));
const patientsOn = (date: string): number =>
  arrivals.filter(({ arrivedOn }) => dateAfter(arrivedOn) < date && dateAfter(leavesOn(arrivedOn)) >= date).length;

describe('The forecast', () => {
  let clinician: RunningClinician;
  let administrator: Caller;
  let operations: Caller;
  let wardId: WardId;

  const ask = async (query = ''): Promise<Forecast> => {
    const { status, body } = await operations.get<Forecast>(`/v1/capacity/forecast?${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const openWard = async (name: string, of: number): Promise<WardId> =>
    (await administrator.post<Ward>('/v1/wards', { name, beds: of })).body.id;

  beforeAll(async () => {
    clinician = await startClinician();
    [administrator, operations] = await Promise.all([clinician.as('administrator'), clinician.as('operations')]);
    clinician.clock.set(new Date(began));
    wardId = await openWard('Riverside', beds);
    clinician.clock.set(new Date(began + lastDay * day + 60_000));
    await writeHistory();
  }, 60_000);

  afterAll(() => clinician.stop());

  async function writeHistory(): Promise<void> {
    await clinician.database.pool.query(
      `with arrival as (
         select gen_random_uuid() as patient_id, gen_random_uuid() as stay_id, '{"id": "test", "name": "A test"}'::jsonb as by,
           "arrivedOn", "from", "until", expected
         from jsonb_to_recordset($2::jsonb)
           as arrival ("arrivedOn" int, "from" timestamptz, "until" timestamptz, expected date)),
       patients as (
         insert into patient (id, nhs_number, given_name, family_name, birth_date, created_at, search_words, name_key,
           has_open_stay)
         select patient_id, 'test ' || "arrivedOn", 'Test', 'Patient', '1950-01-01', "from", '', 'test', "until" is null
         from arrival),
       stays as (
         insert into stay (id, patient_id, pathway, state, admitted_at, admitted_by, expected_discharge_date,
           discharged_at, discharged_by, revision)
         select stay_id, patient_id, 'frailty', case when "until" is null then 'admitted' else 'discharged' end, "from", by,
           expected, "until", case when "until" is not null then by end, 1
         from arrival),
       audited as (
         insert into audit (at, by_person, command, subject_kind, subject_id, patient_id, revision, text, facts, state)
         select "from", by, 'admit', 'stay', stay_id, patient_id, 1, 'Admitted.', '{}',
           jsonb_build_object('id', stay_id, 'state', 'admitted', 'pathway', 'frailty', 'expectedDischargeDate', expected)
         from arrival)
       insert into placement (stay_id, patient_id, ward_id, bed, placed_from, placed_until, placed_by)
       select stay_id, patient_id, $1, 1 + "arrivedOn" % ${String(beds)}, "from", "until", by from arrival`,
      [wardId, JSON.stringify(arrivals)],
    );
  }

  it('says how many patients there will be at the 08:00 of each coming day', async () => {
    const { days, basis, ...forecast } = await ask(`wardId=${wardId}`);
    expect(forecast).toMatchObject({ wardId, madeAt: clinician.clock.now().toISOString(), seed: 1 });
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
    const { backTest } = await ask(`wardId=${wardId}`);
    const points = backTest?.points ?? [];
    expect(backTest?.days).toBe(points.length);
    expect(points.at(-1)?.date).toBe('2026-12-16');
    expect(points.length).toBeGreaterThan(20);
    for (const { date, patients, lastWeek } of points) {
      expect({ date, patients }).toEqual({ date, patients: patientsOn(date) });
      const weekBefore = new Date(Date.parse(date) - 7 * day).toISOString().slice(0, 10);
      expect({ date, lastWeek }).toEqual({ date, lastWeek: patientsOn(weekBefore) });
    }
  });

  it('is the same for the same question, and its back-test does not depend on the seed', async () => {
    const [first, second] = [await ask(`wardId=${wardId}&seed=7`), await ask(`wardId=${wardId}&seed=7`)];
    expect(second).toEqual(first);
    expect((await ask(`wardId=${wardId}&seed=8`)).backTest).toEqual(first.backTest);
  });

  it('answers what would be if beds were closed or more patients came', async () => {
    const usual = await ask(`wardId=${wardId}`);
    const closed = await ask(`wardId=${wardId}&closeBeds=6`);
    expect(closed.days.map(({ capacity }) => capacity)).toEqual(new Array(14).fill(beds - 6));
    expect(closed.days.at(-1)?.chanceFull).toBeGreaterThan((usual.days.at(-1)?.chanceFull ?? 1) + 0.3);
    const surge = await ask(`wardId=${wardId}&arrivals=2`);
    expect(surge.days.at(-1)?.patients.median).toBeGreaterThan(usual.days.at(-1)?.patients.median ?? 100);
  });

  it('knows of a closure that is to come', async () => {
    const closure = { beds: 4, from: '2026-12-20T00:00:00Z', until: '2026-12-22T00:00:00Z', reason: 'Staff on leave.' };
    const { status, body } = await administrator.post(`/v1/wards/${wardId}/closures`, closure);
    expect({ status, body }).toMatchObject({ status: 201 });
    const { days } = await ask(`wardId=${wardId}`);
    expect(days.slice(2, 7).map(({ capacity }) => capacity)).toEqual([beds, beds - 4, beds - 4, beds, beds]);
  });

  it('counts a patient from the admission on, and no longer than to the discharge', async () => {
    const before = await ask(`wardId=${wardId}&days=1&arrivals=0`);
    const patientId = await registerPatient(administrator);
    const admission = { patientId, wardId, pathway: 'frailty', expectedDischargeDate: dateAfter(lastDay + 9) };
    const { status, body: stay } = await administrator.post<Stay>('/v1/stays', admission);
    expect({ status, stay }).toMatchObject({ status: 201 });
    const after = await ask(`wardId=${wardId}&days=1&arrivals=0`);
    expect(after.days[0]?.patients.high).toBe((before.days[0]?.patients.high ?? 0) + 1);
    await administrator.post(`/v1/stays/${stay.id}/discharge`, { reason: 'Recovered.' });
    expect(await ask(`wardId=${wardId}&days=1&arrivals=0`)).toEqual({ ...before, basis: after.basis });
  });

  it('of all wards together has their patients and beds', async () => {
    await openWard('Westmoor', 3);
    const all = await ask();
    expect(all.wardId).toBeNull();
    expect(all.days[0]?.capacity).toBe(beds + 3);
  });

  it('has no back-test for a ward that has just opened', async () => {
    const { backTest, basis, days } = await ask(`wardId=${await openWard('Newly opened', 5)}`);
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
