/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import type {
  Board,
  Page,
  Patient,
  PatientFlags,
  PatientFlagsHistoryEntry,
  PatientId,
  PossibleDuplicate,
  Problem,
} from '#libs/contracts';
import { testNhsNumber } from '#libs/fixtures';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const falls = { kind: 'falls-risk', text: null };
const latex = { kind: 'allergy', text: 'latex' };

describe('What has to be known of a patient', () => {
  let clinician: RunningClinician;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  const set = (
    patientId: PatientId,
    flags: readonly object[],
    headers: Record<string, string> = {},
  ): Promise<Answer<PatientFlags & Problem>> =>
    nurse.put<PatientFlags & Problem>(`/v1/patients/${patientId}/flags`, { flags, reason: 'By the letter' }, headers);

  it('is on the patient and on the board, now and as of then, and in a history', async () => {
    const wardId = await createWard(await clinician.as('operations'));
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId });
    const first = await set(patientId, [falls]);
    expect(first).toMatchObject({
      status: 200,
      body: { flags: [falls], revision: 1, changed: { by: { name: 'A nurse' } } },
    });
    expect(first.headers.get('etag')).toBe('"1"');
    const then = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    expect(await set(patientId, [falls, latex])).toMatchObject({ body: { flags: [latex, falls], revision: 2 } });
    expect(await set(patientId, [latex, falls])).toMatchObject({ body: { revision: 2 } });
    for (const [query, flags] of [
      ['', [latex, falls]],
      [`?asOf=${then}`, [falls]],
    ] as const) {
      expect((await nurse.get<Patient>(`/v1/patients/${patientId}${query}`)).body.flags).toEqual(flags);
      expect((await nurse.get<Board>(`/v1/wards/${wardId}/board${query}`)).body.rows[0]?.flags).toEqual(flags);
      expect((await nurse.get<PatientFlags>(`/v1/patients/${patientId}/flags${query}`)).body.flags).toEqual(flags);
    }
    const { body } = await nurse.get<Page<PatientFlagsHistoryEntry>>(`/v1/patients/${patientId}/flags/history`);
    expect(body.items.map(({ text }) => text)).toEqual([
      'Flags: set risk of falls. By the letter',
      'Flags: set allergy (latex). By the letter',
    ]);
  });

  it('is changed by no person who has not seen the newest revision', async () => {
    const patientId = await registerPatient(nurse);
    await set(patientId, [falls]);
    await set(patientId, [latex]);
    expect(await set(patientId, [], { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile', currentRevision: 2 },
    });
  });

  it('has its words where they are needed, and is for those who see and manage patients', async () => {
    const patientId = await registerPatient(nurse);
    expect(await set(patientId, [{ kind: 'allergy' }])).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'flags.0.text' }] },
    });
    const path = `/v1/patients/${patientId}/flags`;
    const [assistant, operations] = [await clinician.as('healthcare-assistant'), await clinician.as('operations')];
    expect(await assistant.get(path)).toMatchObject({ status: 200, body: { flags: [], changed: null, revision: 0 } });
    expect(await assistant.put(path, { flags: [], reason: 'None' })).toMatchObject({ status: 403 });
    expect(await operations.get(path)).toMatchObject({ status: 403 });
  });

  it('includes which other records may be of the same person', async () => {
    const first = await registerPatient(nurse, { givenName: 'Zoë', familyName: 'Müller-Smith' });
    await registerPatient(nurse, { givenName: 'Zoë', familyName: 'Müller-Smith', birthDate: '1951-03-05' });
    const again = {
      nhsNumber: testNhsNumber(4321),
      givenName: 'zoe',
      familyName: 'Muller Smith',
      birthDate: '1951-03-04',
    };
    const { body } = await nurse.post<Patient>('/v1/patients', again);
    expect(body.possibleDuplicates).toEqual([first]);
    expect((await nurse.get<Patient>(`/v1/patients/${first}`)).body.possibleDuplicates).toEqual([body.id]);
    const listed = await nurse.get<Page<PossibleDuplicate>>(`/v1/patients/${first}/possible-duplicates`);
    expect(listed.body.items).toMatchObject([{ ...again, patientId: body.id }]);
  });
});
