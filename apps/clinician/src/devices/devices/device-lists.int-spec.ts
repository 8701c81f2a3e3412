/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the readings and statuses of devices. */
import { randomUUID } from 'node:crypto';
import {
  Device,
  DeviceWithoutPatients,
  ShownDevice,
  DeviceId,
  EventId,
  Gateway,
  type GatewayCredential,
  type GatewayId,
  instant,
  type Instant,
  MessageId,
  type Page,
  type PatientId,
  type Quarantined,
  type QuarantinedEntry,
  type QuarantineReasonCode,
} from '#libs/contracts';
import { anObservationSet, eventually } from '#libs/fixtures';
import { QuarantineStore } from '../../record/quarantine/quarantine.store.ts';
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

  it('says of each gateway what was quarantined in a day, and when it last sent more than is taken in one', async () => {
    const { gatewayId } = await aGateway();
    const { gatewayId: other } = await aGateway();
    const shown = async (id: string) => {
      const { body } = await operations.get<Page<Gateway>>('/v1/gateways');
      return body.items.map((item) => Gateway.parse(item)).find((gateway) => gateway.id === id);
    };
    const junk = (from: GatewayId, code: QuarantineReasonCode, over: Partial<Quarantined> = {}): Quarantined => ({
      id: EventId.parse(randomUUID()),
      gatewayId: from,
      deviceId: `lost-${from}`,
      receivedAt: now(),
      arrivedBy: 'homeward',
      reasons: [{ code, path: '', message: 'Found junk.' }],
      payload: 'x'.repeat(1000),
      payloadBytes: 1000,
      ...over,
    });
    const [first, refusal] = [junk(gatewayId, 'malformed-json'), junk(gatewayId, 'gateway-volume-used-up')];
    const publish = (...events: readonly Quarantined[]) =>
      clinician.publish(
        'quarantine',
        events.map((event) => ({ key: event.deviceId, event })),
      );
    await publish(first, refusal, junk(other, 'malformed-json'));
    await eventually(
      () => shown(gatewayId),
      (gateway) => gateway?.quarantinedLastDay === 2,
    );
    expect(await shown(gatewayId)).toMatchObject({ volumeRefusedAt: refusal.receivedAt });
    expect(await shown(other)).toMatchObject({ quarantinedLastDay: 1, volumeRefusedAt: null });

    clinician.clock.advance(60_000);
    const again = { ...refusal, timesReceived: 64, receivedAt: now() };
    await publish(again, { ...again, timesReceived: 32 }, again);
    await eventually(
      () => shown(gatewayId),
      (gateway) => gateway?.volumeRefusedAt === again.receivedAt,
    );
    const entries = async (from: string) =>
      (await nurse.get<Page<QuarantinedEntry>>(`/v1/quarantine?gatewayId=${from}`)).body.items;
    expect((await entries(gatewayId)).map(({ id, timesReceived }) => [id, timesReceived])).toEqual(
      expect.arrayContaining([
        [first.id, 1],
        [refusal.id, 64],
      ]),
    );

    clinician.clock.advance(1000);
    const newest = junk(gatewayId, 'malformed-json');
    await publish(newest);
    await eventually(
      () => entries(gatewayId),
      (found) => found.length === 3,
    );
    await clinician.get(QuarantineStore).deleteBeyond(2000);
    expect((await entries(gatewayId)).map(({ id }) => id)).toEqual([newest.id]);
    expect(await entries(other)).toHaveLength(1);
  });
});
