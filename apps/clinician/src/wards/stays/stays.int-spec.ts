/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import {
  type MonitoringPlan,
  type Page,
  type PatientId,
  type Plan,
  type Problem,
  type Stay,
  type StayHistoryEntry,
  type StayId,
  type Ward,
  WardId,
} from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const minute = 60_000;

describe('A stay', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;
  let published: readonly MonitoringPlan[];

  beforeAll(async () => {
    clinician = await startClinician();
    [operations, nurse] = await Promise.all([clinician.as('operations'), clinician.as('nurse')]);
    published = await clinician.published('monitoring-plans');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function admitted(): Promise<{ wardId: WardId; patientId: PatientId; stayId: StayId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    const stayId = await admit(nurse, { patientId, wardId });
    clinician.clock.advance(minute);
    return { wardId, patientId, stayId };
  }
  const transfer = (stayId: StayId, wardId: WardId, headers: Record<string, string> = {}) =>
    nurse.post<Stay & Problem>(`/v1/stays/${stayId}/transfer`, { wardId, reason: 'Nearer to home' }, headers);
  const discharge = (stayId: StayId, headers: Record<string, string> = {}) =>
    nurse.post<Stay & Problem>(`/v1/stays/${stayId}/discharge`, undefined, headers);
  const patientsOn = async (wardId: WardId): Promise<number> =>
    (await nurse.get<Ward>(`/v1/wards/${wardId}`)).body.patients;
  const staysOn = async (wardId: WardId): Promise<readonly StayId[]> =>
    (await nurse.get<Page<Stay>>(`/v1/stays?wardId=${wardId}`)).body.items.map(({ id }) => id);
  const isRefused = ({ status, body }: Answer<{ readonly code?: string }>, code: string): boolean =>
    status === 409 && body.code === code;
  const placementsOf = async (patientId: PatientId): Promise<readonly { readonly placed_until: Date | null }[]> =>
    (
      await clinician.database.pool.query<{ placed_until: Date | null }>(
        'select placed_until from placement where patient_id = $1 order by placed_from',
        [patientId],
      )
    ).rows;

  it('goes to another ward with everything that belongs to it, and its history says where it was', async () => {
    const { wardId, patientId, stayId } = await admitted();
    const other = await createWard(operations, 1, 'Lungs at home');
    const moved = await transfer(stayId, other);
    expect(moved).toMatchObject({ status: 200, body: { wardId: other, state: 'admitted', revision: 2 } });
    expect(moved.headers.get('etag')).toBe('"2"');
    expect([await patientsOn(wardId), await patientsOn(other)]).toEqual([0, 1]);
    expect([await staysOn(wardId), await staysOn(other)]).toEqual([[], [stayId]]);
    const { body: plan } = await nurse.get<Plan>(`/v1/patients/${patientId}/plan`);
    const sent = await eventually(() =>
      published.find((one) => one.patientId === patientId && one.revision === plan.revision),
    );
    expect(sent.stay).toMatchObject({ stayId, wardId: other });
    clinician.clock.advance(minute);
    await discharge(stayId);
    const { body } = await nurse.get<Page<StayHistoryEntry>>(`/v1/stays/${stayId}/history`);
    expect(body.items.map(({ by, text, stay }) => [by.name, text, stay.wardId, stay.state])).toEqual([
      ['A nurse', 'Admitted to Heart at home.', wardId, 'admitted'],
      ['A nurse', 'Transferred to Lungs at home: Nearer to home', other, 'admitted'],
      ['A nurse', 'Discharged.', other, 'discharged'],
    ]);
    expect((await nurse.get<Stay>(`/v1/stays/${stayId}`)).body).toMatchObject({ wardId: other, revision: 3 });
    expect(await patientsOn(other)).toBe(0);
  });

  it('is not transferred to where it is, to a full ward, to no ward, nor once it has ended', async () => {
    const { wardId, stayId } = await admitted();
    const full = await createWard(operations, 1);
    await admit(nurse, { patientId: await registerPatient(nurse), wardId: full });
    expect(await transfer(stayId, wardId)).toMatchObject({ status: 409, body: { code: 'already-on-ward' } });
    expect(await transfer(stayId, full)).toMatchObject({ status: 409, body: { code: 'ward-full' } });
    const nowhere = WardId.parse('3f333df6-90a4-4fda-8dd3-9485d27cee36');
    expect(await transfer(stayId, nowhere)).toMatchObject({ status: 404, body: { code: 'ward-not-found' } });
    expect(await patientsOn(wardId)).toBe(1);
    await discharge(stayId);
    expect(await transfer(stayId, await createWard(operations))).toMatchObject({
      status: 409,
      body: { code: 'stay-already-discharged' },
    });
  });

  it('is not changed by a person who has not seen its transfer', async () => {
    const { stayId } = await admitted();
    const other = await createWard(operations);
    expect(await transfer(stayId, other, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
    for (const stale of [
      await discharge(stayId, { 'if-match': '"1"' }),
      await transfer(stayId, await createWard(operations), { 'if-match': '"1"' }),
    ]) {
      expect(stale).toMatchObject({
        status: 412,
        body: {
          code: 'changed-meanwhile',
          currentRevision: 2,
          changes: [{ revision: 2, by: { name: 'A nurse' }, fields: ['wardId'] }],
        },
      });
    }
    expect(await discharge(stayId, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
  });

  it('can be moved, ended and begun anew within the same instant', async () => {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    const stayId = await admit(nurse, { patientId, wardId });
    const other = await createWard(operations);
    expect(await transfer(stayId, other)).toMatchObject({ status: 200 });
    expect(await transfer(stayId, wardId)).toMatchObject({ status: 200, body: { wardId } });
    expect(await discharge(stayId)).toMatchObject({ status: 200 });
    const next = await admit(nurse, { patientId, wardId: other });
    expect([await staysOn(wardId), await staysOn(other)]).toEqual([[stayId], [next]]);
  });

  it('has one placement at a time, whatever is written by hand', async () => {
    const { patientId, stayId } = await admitted();
    const other = await createWard(operations);
    await expect(
      clinician.database.pool.query(
        `insert into placement (stay_id, patient_id, ward_id, bed, placed_from, placed_by)
         values ($1, $2, $3, 1, $4, '{"id": "by-hand", "name": "By hand"}')`,
        [stayId, patientId, other, clinician.clock.now()],
      ),
    ).rejects.toThrow(/placement_one_at_a_time/);
  });

  it('gets one of 3 beds when 20 patients are admitted at once, and no more than 3 do', async () => {
    const wardId = await createWard(operations, 3);
    const patients = await Promise.all(Array.from({ length: 20 }, () => registerPatient(nurse)));
    const answers = await Promise.all(
      patients.map((patientId) =>
        nurse.post<{ code?: string }>('/v1/stays', { patientId, wardId, pathway: 'frailty' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter((answer) => isRefused(answer, 'ward-full'))).toHaveLength(17);
    expect(await patientsOn(wardId)).toBe(3);
  });

  it('is admitted once when two people admit the patient to different wards at once', async () => {
    const wards = await Promise.all([createWard(operations), createWard(operations)]);
    const patientId = await registerPatient(nurse);
    const answers = await Promise.all(
      wards.map((wardId) => nurse.post<{ code?: string }>('/v1/stays', { patientId, wardId, pathway: 'frailty' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.filter((answer) => isRefused(answer, 'patient-already-admitted'))).toHaveLength(1);
    expect(await placementsOf(patientId)).toHaveLength(1);
  });

  it('ends in one state when it is transferred and discharged at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { wardId, patientId, stayId } = await admitted();
      const other = await createWard(operations);
      const [moved, ended] = await Promise.all([transfer(stayId, other), discharge(stayId)]);
      expect(ended.status).toBe(200);
      const { body: stay } = await nurse.get<Stay>(`/v1/stays/${stayId}`);
      const wasMoved = moved.status === 200;
      if (!wasMoved) expect(moved).toMatchObject({ status: 409, body: { code: 'stay-already-discharged' } });
      expect(stay).toMatchObject({
        state: 'discharged',
        wardId: wasMoved ? other : wardId,
        revision: wasMoved ? 3 : 2,
      });
      const placements = await placementsOf(patientId);
      expect(placements).toHaveLength(wasMoved ? 2 : 1);
      expect(placements.every(({ placed_until }) => placed_until !== null)).toBe(true);
      expect([await patientsOn(wardId), await patientsOn(other)]).toEqual([0, 0]);
      const { body: plan } = await nurse.get<Plan>(`/v1/patients/${patientId}/plan`);
      expect(plan).toMatchObject({ pathway: null, revision: stay.revision + 1 });
    }
  });

  it('is admitted once by a request that is sent twice under one idempotency key', async () => {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    const body = { patientId, wardId, pathway: 'frailty' };
    const key = { 'idempotency-key': 'admit-ada' };
    const first = await nurse.post<Stay>('/v1/stays', body, key);
    const again = await nurse.post<Stay>('/v1/stays', body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await patientsOn(wardId)).toBe(1);
  });
});
