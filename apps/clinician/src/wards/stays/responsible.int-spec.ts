/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */

import type {
  Board,
  DischargePreview,
  GatewayCredential,
  Page,
  Patient,
  PatientId,
  Problem,
  Stay,
  StayHistoryEntry,
  StayId,
  WardId,
} from '#libs/contracts';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

describe('A clinician who has a patient', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let prescriber: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, prescriber, operations] = await Promise.all([
      clinician.as('nurse'),
      clinician.as('prescriber'),
      clinician.as('operations'),
    ]);
  }, 60_000);
  afterAll(() => clinician.stop());

  async function admitted(): Promise<{ wardId: WardId; patientId: PatientId; stayId: StayId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    const stayId = await admit(nurse, { patientId, wardId });
    clinician.clock.advance(60_000);
    return { wardId, patientId, stayId };
  }
  const now = (): string => clinician.clock.now().toISOString();
  const send = (
    who: Caller,
    stayId: StayId,
    what: 'take' | 'hand-back',
    headers: Record<string, string> = {},
  ): Promise<Answer<Stay & Problem>> => who.post<Stay & Problem>(`/v1/stays/${stayId}/${what}`, undefined, headers);
  const discharge = (stayId: StayId, body?: object): Promise<Answer<Stay & Problem>> =>
    nurse.post<Stay & Problem>(`/v1/stays/${stayId}/discharge`, body);

  it('is named on stay, board and patient until a colleague takes the patient over', async () => {
    const { wardId, patientId, stayId } = await admitted();
    const mine = { person: { name: 'A nurse' }, since: now() };
    expect(await send(nurse, stayId, 'take')).toMatchObject({ status: 200, body: { responsible: mine, revision: 2 } });
    const { body: board } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(board.rows).toMatchObject([{ patientId, responsible: mine }]);
    expect(await nurse.get(`/v1/patients/${patientId}`)).toMatchObject({ body: { stay: { responsible: mine } } });
    clinician.clock.advance(60_000);
    expect(await send(nurse, stayId, 'take')).toMatchObject({ body: { responsible: mine, revision: 2 } });
    expect(await send(prescriber, stayId, 'take')).toMatchObject({
      body: { responsible: { person: { name: 'A prescriber' } }, revision: 3 },
    });
    expect(await send(nurse, stayId, 'hand-back')).toMatchObject({ status: 409, body: { code: 'not-responsible' } });
    expect(await send(prescriber, stayId, 'hand-back')).toMatchObject({ body: { responsible: null, revision: 4 } });
    const { body: history } = await nurse.get<Page<StayHistoryEntry>>(`/v1/stays/${stayId}/history`);
    expect(history.items.slice(1).map(({ text, by }) => [text, by.name])).toEqual([
      ['Took the patient on.', 'A nurse'],
      ['Took the patient over from A nurse.', 'A prescriber'],
      ['Handed the patient back.', 'A prescriber'],
    ]);
  });

  it('takes no patient on whose stay has changed meanwhile or has ended', async () => {
    const { stayId } = await admitted();
    await send(prescriber, stayId, 'take');
    expect(await send(nurse, stayId, 'take', { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile', changes: [{ fields: ['responsible'] }] },
    });
    expect(await discharge(stayId)).toMatchObject({ status: 200, body: { responsible: null } });
    expect(await send(nurse, stayId, 'take')).toMatchObject({
      status: 409,
      body: { code: 'stay-already-discharged' },
    });
    expect(await send(operations, stayId, 'take')).toMatchObject({ status: 403 });
  });

  it('is the one of then as of an instant, on board, patient and stay', async () => {
    const { wardId, patientId, stayId } = await admitted();
    const free = now();
    clinician.clock.advance(60_000);
    await send(nurse, stayId, 'take');
    const taken = now();
    clinician.clock.advance(60_000);
    await discharge(stayId, { destination: 'usual-place-of-residence' });
    for (const [asOf, responsible] of [
      [free, null],
      [taken, { person: { name: 'A nurse' }, since: taken }],
    ] as const) {
      const then = { state: 'admitted', dischargedAt: null, dischargeDestination: null, responsible };
      expect(await nurse.get(`/v1/stays/${stayId}?asOf=${asOf}`)).toMatchObject({ status: 200, body: then });
      expect(await nurse.get(`/v1/patients/${patientId}?asOf=${asOf}`)).toMatchObject({
        body: { stay: { responsible } },
      });
      expect(await nurse.get(`/v1/wards/${wardId}/board?asOf=${asOf}`)).toMatchObject({
        body: { rows: [{ responsible }] },
      });
    }
    expect(await nurse.get(`/v1/patients/${patientId}`)).toMatchObject({ body: { stay: null } });
  });

  it('sees nothing of a patient as of an instant before registration but who it is', async () => {
    const before = now();
    clinician.clock.advance(60_000);
    const { patientId, stayId } = await admitted();
    const { body } = await nurse.get<Patient>(`/v1/patients/${patientId}?asOf=${before}`);
    expect(body).toMatchObject({ id: patientId, stay: null, devices: [], knownThen: false });
    expect(await nurse.get(`/v1/stays/${stayId}?asOf=${before}`)).toMatchObject({
      status: 404,
      body: { code: 'stay-not-found' },
    });
  });

  it('is told what a discharge would end, and it ends with a destination', async () => {
    const { patientId, stayId } = await admitted();
    const { body: gateway } = await operations.post<GatewayCredential>('/v1/gateways', { name: 'North' });
    const deviceId = `watch-${stayId.slice(0, 8)}`;
    await operations.post('/v1/devices', { deviceId, gatewayId: gateway.gatewayId, kind: 'wearable' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    const until = new Date(clinician.clock.now().getTime() + 3_600_000).toISOString();
    await nurse.post(`/v1/patients/${patientId}/pauses`, { reason: 'asleep', until });
    const preview = (): Promise<Answer<DischargePreview & Problem>> =>
      nurse.get<DischargePreview & Problem>(`/v1/stays/${stayId}/discharge-preview`);
    expect(await preview()).toMatchObject({
      status: 200,
      body: { stayId, openAlerts: 0, openTasks: 0, devices: [{ id: deviceId, kind: 'wearable' }], pauses: 1 },
    });
    expect(await discharge(stayId, { destination: 'moon' })).toMatchObject({ status: 400 });
    expect(await discharge(stayId, { destination: 'care-home', reason: 'Well again' })).toMatchObject({
      status: 200,
      body: { dischargeDestination: 'care-home', dischargeReason: 'Well again' },
    });
    expect(await preview()).toMatchObject({ status: 409, body: { code: 'stay-already-discharged' } });
  });
});
