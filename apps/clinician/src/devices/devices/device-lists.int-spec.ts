/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the readings and statuses of devices. */
import {
  Device,
  DeviceWithoutPatients,
  ShownDevice,
  DeviceId,
  Gateway,
  type GatewayCredential,
  instant,
  type Instant,
  MessageId,
  type Page,
  type PatientId,
} from '#libs/contracts';
import { anObservationSet, eventually } from '#libs/fixtures';
import {
  type Caller,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { type z } from 'zod';

const hourMs = 3_600_000;

describe('The list of devices', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const now = (): Instant => instant(clinician.clock.now());
  async function aGateway(): Promise<GatewayCredential> {
    return (await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' })).body;
  }
  async function aDevice(gatewayId: string, name: string, patientId?: PatientId): Promise<DeviceId> {
    const deviceId = DeviceId.parse(`${name}-${gatewayId}`);
    await operations.post('/v1/devices', {
      deviceId,
      gatewayId,
      kind: name === 'cuff' ? 'blood-pressure-cuff' : 'wearable',
    });
    if (patientId !== undefined) await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    return deviceId;
  }
  const listed = async <Shown>(by: Caller, query: string, shape: z.ZodType<Shown>): Promise<readonly Shown[]> =>
    (await by.get<Page<unknown>>(`/v1/devices?${query}`)).body.items.map((item) => shape.parse(item));
  const idsOf = async (query: string): Promise<readonly string[]> =>
    (await listed(nurse, query, ShownDevice)).map(({ id }) => id);

  it('says who has each only to those who may view patients', async () => {
    const { gatewayId } = await aGateway();
    const patientId = await registerPatient(nurse);
    const held = await aDevice(gatewayId, 'watch', patientId);
    const free = await aDevice(gatewayId, 'cuff');
    const holder = { patientId, givenName: 'Ada', familyName: 'Byron' };
    expect((await listed(nurse, `gatewayId=${gatewayId}`, Device)).map((device) => [device.id, device.holder])).toEqual(
      [
        [free, null],
        [held, holder],
      ],
    );
    expect((await nurse.get<Device>(`/v1/devices/${held}`)).body.holder).toEqual(holder);
    for (const device of await listed(operations, `gatewayId=${gatewayId}`, DeviceWithoutPatients))
      expect(device).not.toHaveProperty('holder');
    expect(JSON.stringify((await operations.get(`/v1/devices/${held}`)).body)).not.toContain(patientId);
    expect((await operations.get(`/v1/devices?patientId=${patientId}`)).status).toBe(403);
    expect((await operations.post(`/v1/devices/${free}/issue`, { patientId })).status).toBe(403);
    expect((await operations.post(`/v1/devices/${held}/recover`)).status).toBe(403);
    expect((await nurse.post('/v1/devices', { deviceId: 'watch-of-hers', gatewayId, kind: 'wearable' })).status).toBe(
      403,
    );
    await nurse.post(`/v1/devices/${held}/recover`);
    expect((await nurse.get<Device>(`/v1/devices/${held}`)).body).toMatchObject({ holder: null, holders: [holder] });
    expect((await operations.get<Device>(`/v1/devices/${held}`)).body).not.toHaveProperty('holders');
  });

  it('can be asked for by kind, and for those in stock, issued or low on battery, page by page', async () => {
    const { gatewayId } = await aGateway();
    const patientId = await registerPatient(nurse);
    const held = await aDevice(gatewayId, 'watch', patientId);
    const free = await aDevice(gatewayId, 'cuff');
    await clinician.publish('device-status', [
      { key: held, event: { deviceId: held, gatewayId, online: true, batteryPercent: 12, receivedAt: now() } },
      { key: free, event: { deviceId: free, gatewayId, online: true, batteryPercent: 90, receivedAt: now() } },
    ]);
    await eventually(
      () => idsOf(`gatewayId=${gatewayId}&state=low-battery`),
      (ids) => ids.length === 1 && ids[0] === held,
    );
    expect(await idsOf(`gatewayId=${gatewayId}&kind=blood-pressure-cuff`)).toEqual([free]);
    expect(await idsOf(`gatewayId=${gatewayId}&state=in-stock`)).toEqual([free]);
    expect(await idsOf(`gatewayId=${gatewayId}&state=issued`)).toEqual([held]);
    const { body: first } = await nurse.get<Page<Device>>(`/v1/devices?gatewayId=${gatewayId}&limit=1`);
    expect(first.items.map(({ id }) => id)).toEqual([free]);
    expect(await idsOf(`gatewayId=${gatewayId}&limit=1&cursor=${String(first.nextCursor)}`)).toEqual([held]);
    expect((await nurse.get('/v1/devices?state=broken')).status).toBe(400);
  });

  it('knows a device by its readings as well as by what it says of itself, and which have been quiet for a day', async () => {
    const { gatewayId } = await aGateway();
    const [one, other] = [await registerPatient(nurse), await registerPatient(nurse)];
    const active = await aDevice(gatewayId, 'active', one);
    const quiet = await aDevice(gatewayId, 'quiet', other);
    expect(await idsOf(`gatewayId=${gatewayId}&state=not-heard-from`)).toEqual([]);
    clinician.clock.advance(25 * hourMs);
    expect(await idsOf(`gatewayId=${gatewayId}&state=not-heard-from`)).toEqual([active, quiet]);
    const set = anObservationSet(one, clinician.clock.now(), { deviceId: active, messageId: MessageId.parse('m-1') });
    await clinician.publish('observations', [{ key: one, event: set }]);
    const heardAt = now();
    await eventually(
      () => idsOf(`gatewayId=${gatewayId}&state=not-heard-from`),
      (ids) => ids.length === 1 && ids[0] === quiet,
    );
    expect(
      (await listed(operations, `gatewayId=${gatewayId}`, ShownDevice)).map(({ lastHeardAt }) => lastHeardAt),
    ).toEqual([heardAt, null]);
    const { body } = await operations.get<Page<Gateway>>('/v1/gateways');
    const gateway = body.items.map((item) => Gateway.parse(item)).find(({ id }) => id === gatewayId);
    expect(gateway).toMatchObject({ devices: 2, lastHeardAt: heardAt });
  });
});
