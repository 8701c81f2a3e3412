/** Real: HTTP, Postgres, the Postgres log. */
import type { GatewayCredential, Page, Patient, Plan, Problem, Ward } from '#libs/contracts';
import { testNhsNumber } from '#libs/fixtures';
import { type Caller, registerPatient, type RunningClinician, startClinician } from '../running-clinician.harness.ts';

describe('A command', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [operations, nurse] = await Promise.all([clinician.as('operations'), clinician.as('nurse')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const ada = { givenName: 'Ada', familyName: 'Byron', birthDate: '1951-03-04', nhsNumber: testNhsNumber(400) };
  const key = (value: string) => ({ 'idempotency-key': value });

  it('that is sent twice under one key is executed once, and answered alike', async () => {
    const first = await operations.post<Ward>('/v1/wards', { name: 'Twice', beds: 3 }, key('press-1'));
    const second = await operations.post<Ward>('/v1/wards', { name: 'Twice', beds: 3 }, key('press-1'));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const { body } = await operations.get<Page<Ward>>('/v1/wards?limit=200');
    expect(body.items.filter(({ name }) => name === 'Twice')).toHaveLength(1);
  });

  it('that is sent many times at once under one key is executed once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => nurse.post<Patient>('/v1/patients', ada, key('double-press'))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('is executed for each person who sends it, though their keys are the same', async () => {
    const other = await clinician.as('administrator');
    const ward = { name: 'Same key', beds: 1 };
    const answers = [
      await operations.post<Ward>('/v1/wards', ward, key('1')),
      await other.post<Ward>('/v1/wards', ward, key('1')),
    ];
    expect(answers[0]?.body.id).not.toBe(answers[1]?.body.id);
  });

  it('that failed may be sent again under its key', async () => {
    const taken = { ...ada, nhsNumber: testNhsNumber(401) };
    const first = await nurse.post<Patient>('/v1/patients', taken);
    expect(first.status).toBe(201);
    const refused = await nurse.post<Problem>('/v1/patients', taken, key('again'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'nhs-number-taken' } });
    expect(await nurse.post<Problem>('/v1/patients', taken, key('again'))).toMatchObject({ status: 409 });
  });

  it('is refused under a key that stands for another request', async () => {
    await operations.post('/v1/wards', { name: 'One', beds: 3 }, key('press-2'));
    const answer = await operations.post<Problem>('/v1/wards', { name: 'Another', beds: 3 }, key('press-2'));
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('whose answer held a secret is not executed again, and the secret is kept nowhere', async () => {
    const first = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' }, key('hub'));
    expect(await operations.post('/v1/gateways', { name: 'A hub' }, key('hub'))).toMatchObject({
      status: 409,
      body: { code: 'answer-not-kept' },
    });
    const { rows } = await clinician.database.pool.query<{ all: string }>(
      'select json_agg(k)::text as all from idempotency_key k',
    );
    expect(rows[0]?.all).not.toContain(first.body.secret);
  });

  it('names the header that cannot be read, and what was expected', async () => {
    const ward = { name: 'Headers', beds: 1 };
    expect(await operations.post('/v1/wards', ward, key('two words'))).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ path: 'Idempotency-Key' }] },
    });
    expect(await operations.post('/v1/wards', ward, { 'if-match': '3' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'If-Match', message: expect.stringContaining('"3"') }] },
    });
  });

  it('is audited with its author, and leaves nothing behind when it is refused', async () => {
    const patientId = await registerPatient(nurse);
    const { rows } = await clinician.database.pool.query(
      `select command, by_person ->> 'name' as name, text from audit where subject_id = $1 and subject_kind = 'patient'`,
      [patientId],
    );
    expect(rows).toEqual([{ command: 'register-patient', name: 'A nurse', text: 'The patient was registered.' }]);
    const { body: plan } = await nurse.get<Plan>(`/v1/patients/${patientId}/plan`);
    expect(plan.revision).toBe(1);
  });
});
