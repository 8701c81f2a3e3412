/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and what the gateway service would publish. */
import {
  type Board,
  type ChartedObservation,
  type Device,
  derivedId,
  DeviceId,
  EventId,
  type GatewayCredential,
  type GatewayId,
  instant,
  MessageId,
  type Page,
  type PatientId,
  type Quarantined,
  type QuarantinedEntry,
  type QuarantineReasonCode,
  type Task,
  type TechnicalAlert,
  type WardId,
} from '#libs/contracts';
import { anObservationSet, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';
import { ChangedClocksService } from '../../devices/devices/changed-clocks.service.ts';
import { RefusedDevicesService } from './refused-devices.service.ts';

describe('A device that is refused', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;
  let gatewayId: GatewayId;
  let wardId: WardId;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
    gatewayId = (await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' })).body.gatewayId;
    wardId = await createWard(operations);
  }, 60_000);
  afterAll(() => clinician.stop());

  async function issued(deviceId: DeviceId): Promise<PatientId> {
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId });
    await operations.post('/v1/devices', { deviceId, gatewayId, kind: 'blood-pressure-cuff' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    return patientId;
  }
  let messages = 0;
  async function refuse(deviceId: string, code: QuarantineReasonCode, aheadSeconds?: number): Promise<void> {
    messages += 1;
    const messageId = MessageId.parse(`refused-${String(messages)}`);
    const event: Quarantined = {
      id: EventId.parse(derivedId('test-quarantined', messageId)),
      gatewayId,
      deviceId,
      messageId,
      receivedAt: instant(clinician.clock.now()),
      arrivedBy: 'a-topic',
      reasons: [{ code, path: 'takenAt', message: 'Found it.' }],
      payload: '{}',
      payloadBytes: 2,
      ...(aheadSeconds !== undefined && { aheadSeconds }),
    };
    await clinician.publish('quarantine', [{ key: deviceId, event }]);
    await eventually(
      () => nurse.get<Page<QuarantinedEntry>>(`/v1/quarantine?deviceId=${deviceId}`),
      ({ body }) => body.items.some(({ id }) => id === event.id),
    );
  }
  const review = (): Promise<void> => clinician.get(RefusedDevicesService).review(clinician.clock.now());
  const tasksOf = async (patientId: PatientId, state: Task['state']): Promise<readonly Task[]> =>
    (await nurse.get<Page<Task>>(`/v1/tasks?patientId=${patientId}&state=${state}`)).body.items;
  const technical = async (state: 'open' | 'resolved', deviceId: string): Promise<readonly TechnicalAlert[]> => {
    const { body } = await nurse.get<Page<TechnicalAlert>>(`/v1/technical-alerts?state=${state}`);
    return body.items.filter(({ subjectId }) => subjectId === deviceId);
  };

  it('is a task on the row of the patient who has it and a technical alert, and both are over when it is taken again', async () => {
    const deviceId = DeviceId.parse('cuff-ahead');
    const patientId = await issued(deviceId);
    clinician.clock.advance(60_000);
    for (let time = 0; time < 3; time += 1) {
      await refuse(deviceId, 'time-in-future');
      clinician.clock.advance(60_000);
    }
    await review();
    await review();
    const tasks = await tasksOf(patientId, 'open');
    expect(tasks).toMatchObject([
      { kind: 'device-refused', words: expect.stringContaining('Nothing that the device cuff-ahead sent since') },
    ]);
    const { body: board } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(board.rows.find((row) => row.patientId === patientId)?.tasks).toBe(1);
    expect(await technical('open', deviceId)).toMatchObject([{ kind: 'device-refused' }]);

    const set = anObservationSet(patientId, clinician.clock.now(), { deviceId });
    await clinician.publish('observations', [{ key: patientId, event: set }]);
    await eventually(
      () => nurse.get<Page<unknown>>(`/v1/patients/${patientId}/observations`),
      ({ body }) => body.items.length > 0,
    );
    await review();
    expect(await tasksOf(patientId, 'open')).toEqual([]);
    expect(await tasksOf(patientId, 'cancelled')).toMatchObject([{ kind: 'device-refused' }]);
    expect(await technical('resolved', deviceId)).toMatchObject([
      { words: expect.stringMatching(/What it sends is taken again\.$/) },
    ]);
  });

  it('once, by a device that seldom measures, is a task when nothing of it was taken for ten minutes, and stays one', async () => {
    const deviceId = DeviceId.parse('cuff-broken');
    const patientId = await issued(deviceId);
    clinician.clock.advance(60_000);
    await refuse(deviceId, 'malformed-json');
    await review();
    expect(await tasksOf(patientId, 'open')).toEqual([]);
    clinician.clock.advance(10 * 60_000);
    await review();
    expect(await tasksOf(patientId, 'open')).toMatchObject([{ kind: 'device-refused' }]);
    clinician.clock.advance(12 * 3_600_000);
    await review();
    expect(await tasksOf(patientId, 'open')).toMatchObject([{ kind: 'device-refused' }]);
  });

  it('because its clock is steadily ahead can be corrected from now on, until its clock is set, which is then said', async () => {
    const deviceId = DeviceId.parse('cuff-an-hour-ahead');
    const patientId = await issued(deviceId);
    const path = `/v1/devices/${deviceId}`;
    const shown = async (): Promise<Device> => (await nurse.get<Device>(path)).body;
    const correct = (aheadSeconds: number) =>
      nurse.post<Device>(`${path}/correct-clock`, { aheadSeconds, reason: 'Its clock is on summer time' });
    clinician.clock.advance(60_000);
    await refuse(deviceId, 'time-in-future', 3600);
    expect(await correct(3600)).toMatchObject({ status: 409, body: { code: 'clock-not-steady' } });
    for (const aheadSeconds of [300, 3590]) await refuse(deviceId, 'time-in-future', aheadSeconds);
    await review();
    expect(await tasksOf(patientId, 'open')).toMatchObject([{ words: expect.not.stringContaining('steadily') }]);
    clinician.clock.advance(60_000);
    for (const aheadSeconds of [3600, 3605]) await refuse(deviceId, 'time-in-future', aheadSeconds);
    await review();
    const said = /Its clock is steadily 1 h ahead: on the page of the device/;
    expect(await tasksOf(patientId, 'open')).toMatchObject([{ words: expect.stringMatching(said) }]);
    expect(await technical('open', deviceId)).toMatchObject([{ words: expect.stringMatching(said) }]);
    expect(await shown()).toMatchObject({ clockAheadSeconds: 3600, clockCorrection: null });

    const published = await clinician.published('devices');
    expect(await correct(7200)).toMatchObject({ status: 409 });
    const from = instant(clinician.clock.now());
    expect((await correct(3600)).body.clockCorrection).toMatchObject({ aheadSeconds: 3600, from });
    await eventually(
      () => published,
      (events) => events.some((one) => one.deviceId === deviceId && one.clockCorrection?.from === from),
    );

    const take = async (correctedBy?: number): Promise<void> => {
      clinician.clock.advance(60_000);
      const readings = watchReadings(patientId, clinician.clock.now());
      const observations = readings.observations.map((one) => ({
        ...one,
        ...(correctedBy !== undefined && { correctedBy }),
      }));
      await clinician.publish('observations', [{ key: patientId, event: { ...readings, deviceId, observations } }]);
      await eventually(
        () => nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`),
        ({ body }) => body.items.some(({ takenAt }) => takenAt === observations[0]?.takenAt),
      );
      await clinician.get(ChangedClocksService).review();
    };
    await take(3600);
    const { body: charted } = await nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`);
    expect(charted.items[0]).toMatchObject({ correctedBy: 3600 });
    expect((await shown()).clockCorrection).toMatchObject({ aheadSeconds: 3600 });
    await take();
    expect((await shown()).clockCorrection).toBeNull();
    expect((await tasksOf(patientId, 'open')).filter(({ kind }) => kind === 'device-clock')).toMatchObject([
      { words: expect.stringMatching(/has been set.*no longer put back by 1 h/) },
    ]);
  });

  it('and that no patient has, is a technical alert', async () => {
    for (let time = 0; time < 3; time += 1) await refuse('not-registered', 'unknown-device');
    await review();
    expect(await technical('open', 'not-registered')).toMatchObject([
      { kind: 'device-refused', words: expect.stringContaining('No device with this id is registered.') },
    ]);
  });
});
