/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import type { Demographics, Page, Patient, PatientHistoryEntry, Plan, Problem } from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import {
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const who = { nhsNumber: testNhsNumber(7100), givenName: 'Ada', familyName: 'Lovelace' };

describe('Who a patient is', () => {
  let clinician: RunningClinician;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  it('cannot have been born in the future or more than 120 years ago, at the form or by FHIR', async () => {
    for (const birthDate of ['2050-03-04', '1903-03-04', '2023-02-30']) {
      expect(await nurse.post('/v1/patients', { ...who, birthDate })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'birthDate' }] },
      });
    }
    const { body } = await nurse.post<Problem>('/v1/patients', { ...who, birthDate: '2050-03-04' });
    expect(body).toMatchObject({
      code: 'birth-date-impossible',
      errors: [{ message: expect.stringMatching(/found 2050-03-04, which is in the future; expected a day from/) }],
    });
    const byFhir = await nurse.post<object>('/v1/fhir/ServiceRequest', {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      contained: [
        {
          resourceType: 'Patient',
          id: 'p',
          identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: who.nhsNumber }],
          name: [{ family: 'Lovelace', given: ['Ada'] }],
          birthDate: '2050-03-04',
        },
      ],
      category: [{ coding: [{ system: 'urn:homeward:referral-step', code: 'step-up' }] }],
      code: { coding: [{ system: 'urn:homeward:pathway', code: 'general' }] },
      subject: { reference: '#p' },
      reasonCode: [{ text: 'Fever' }],
    });
    expect(byFhir.status).toBe(400);
    expect(JSON.stringify(byFhir.body)).toContain('which is in the future');
  });

  it('is corrected with a reason, by a person who may, and what it was stays in the history', async () => {
    const patientId = await registerPatient(nurse, { birthDate: '2015-03-04' });
    const path = `/v1/patients/${patientId}/demographics`;
    const { body: before } = await nurse.get<Demographics>(path);
    expect(before).toMatchObject({ patientId, birthDate: '2015-03-04', revision: 1 });
    const { patientId: _id, revision: _revision, ...stated } = before;
    const correction = { ...stated, familyName: 'King', birthDate: '1950-03-04', reason: 'By the letter' };
    const assistant = await clinician.as('healthcare-assistant');
    expect(await assistant.put(path, correction)).toMatchObject({ status: 403 });
    expect(await nurse.put(path, { ...stated, reason: '' })).toMatchObject({ status: 400 });
    expect(await nurse.put(path, { ...correction, birthDate: '2050-03-04' })).toMatchObject({
      status: 400,
      body: { code: 'birth-date-impossible' },
    });
    const corrected = await nurse.put(path, correction, { 'if-match': '"1"' });
    expect(corrected).toMatchObject({ status: 200, body: { birthDate: '1950-03-04', revision: 2 } });
    expect(await nurse.put(path, correction)).toMatchObject({ body: { revision: 2 } });
    expect(await nurse.put(path, { ...correction, givenName: 'A' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { currentRevision: 2 },
    });
    const { body: history } = await nurse.get<Page<PatientHistoryEntry>>(`/v1/patients/${patientId}/audit`);
    expect(history.items.map(({ text }) => text)).toContain(
      `Corrected the family name from ${before.familyName} to King, the date of birth from 2015-03-04 to 1950-03-04. By the letter`,
    );
  });

  it('takes no NHS number of another, and is found and compared by what it was corrected to', async () => {
    const first = await registerPatient(nurse, { givenName: 'Mary', familyName: 'Somerville' });
    const { body: other } = await nurse.get<Demographics>(`/v1/patients/${first}/demographics`);
    const second = await registerPatient(nurse, { givenName: 'Mary', familyName: 'Sommerville' });
    const path = `/v1/patients/${second}/demographics`;
    const { patientId: _id, revision: _revision, ...stated } = (await nurse.get<Demographics>(path)).body;
    const reason = 'Misheard';
    expect(await nurse.put(path, { ...stated, nhsNumber: other.nhsNumber, reason })).toMatchObject({
      status: 409,
      body: { code: 'nhs-number-taken' },
    });
    await nurse.put(path, { ...stated, familyName: 'Somerville', reason });
    expect((await nurse.get<Patient>(`/v1/patients/${second}`)).body.possibleDuplicates).toEqual([first]);
    const found = await nurse.post<Page<Patient>>('/v1/patients/search', { search: 'somerville' });
    expect(found.body.items.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  });

  it('has exclusion, chart and plan follow a birth date that was wrong, for the other services too', async () => {
    const wardId = await createWard(await clinician.as('operations'));
    const patientId = await registerPatient(nurse, { birthDate: '2015-03-04' });
    const stay = { patientId, wardId, pathway: 'general', noChartReason: 'The birth date is being checked' };
    expect(await nurse.post('/v1/stays', stay)).toMatchObject({ status: 201 });
    const plans = await clinician.published('monitoring-plans');
    const path = `/v1/patients/${patientId}`;
    expect((await nurse.get<Plan>(`${path}/plan`)).body).toMatchObject({ exclusion: 'under-16' });
    const prescriber = await clinician.as('prescriber');
    const unchanged = await prescriber.put<Problem>(`${path}/plan`, { exclusion: null });
    expect(unchanged).toMatchObject({
      status: 422,
      body: { code: 'plan-unchanged', errors: [{ path: 'exclusion', message: expect.stringMatching(/under 16/) }] },
    });
    const { patientId: _id, revision: _r, ...stated } = (await nurse.get<Demographics>(`${path}/demographics`)).body;
    await nurse.put(`${path}/demographics`, { ...stated, birthDate: '1950-03-04', reason: 'By the letter' });
    expect((await nurse.get<Plan>(`${path}/plan`)).body).toMatchObject({ exclusion: null, scoredFrom: null });
    await eventually(
      () => Promise.resolve(plans.filter((plan) => plan.patientId === patientId)),
      (known) => known.at(-1)?.exclusion === null && known.at(-1)?.scoredFrom === null,
    );
  });
});
