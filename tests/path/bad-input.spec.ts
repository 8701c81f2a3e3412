import { randomUUID } from 'node:crypto';
import type { ChartedObservation, Quarantined } from '#libs/contracts';
import { ApiClient } from '../outside/api-client.ts';
import { fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { monitoredPatient, type MonitoredPatient } from '../outside/monitored-patient.ts';
import { eventually } from '#libs/fixtures';

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

describe('bad input is refused with its reason, and neighbours are unharmed', () => {
  let homeward: HomewardProcess;
  let administrator: ApiClient;
  let patient: MonitoredPatient;
  let gateway: GatewayClient;
  let neighbour: GatewayClient;
  let neighboursDevice: string;

  beforeAll(async () => {
    homeward = await HomewardProcess.start(['up']);
    const run = await homeward.run();
    administrator = new ApiClient(run.api, await homeward.token('administrator'));
    const credential = await homeward.registerGateway('ours');
    const other = await homeward.registerGateway('theirs');
    patient = await monitoredPatient(administrator, credential.gatewayId, 1);
    neighboursDevice = (await monitoredPatient(administrator, other.gatewayId, 2, patient.wardId)).deviceId;
    gateway = await GatewayClient.connect(run.mqtt, credential);
    neighbour = await GatewayClient.connect(run.mqtt, other);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([gateway.close(), neighbour.close()]);
    await homeward.dispose();
  });

  afterEach(async () => {
    const messageId = await neighbour.send(neighboursDevice, fullSet(), { takenAt: minutesAgo(1) });
    expect(await neighbour.receiptFor(messageId)).toMatchObject({ outcome: 'accepted' });
  });

  const bad: readonly (readonly [string, readonly unknown[], Date, string])[] = [
    ['an unknown code', [{ code: 'aura', value: 7, unit: '/min' }], minutesAgo(1), 'unknown-code'],
    ['a wrong unit', [{ code: 'temperature', value: 310, unit: 'K' }], minutesAgo(1), 'wrong-unit'],
    ['a quantity without a unit', [{ code: 'temperature', value: 38 }], minutesAgo(1), 'wrong-unit'],
    ['an implausible value', [{ code: 'pulse-rate', value: 900, unit: '/min' }], minutesAgo(1), 'implausible-value'],
    ['a time in the future', fullSet(), minutesAgo(-60), 'time-in-future'],
  ];

  it.each(bad)('%s stands in quarantine and in the receipt', async (_what, readings, takenAt, code) => {
    const messageId = await gateway.send(patient.deviceId, readings, { takenAt });
    const receipt = await gateway.receiptFor(messageId);
    expect(receipt.outcome).toBe('quarantined');
    expect(receipt.reasons.map((reason) => reason.code)).toContain(code);
    const kept = await quarantinedMessage((item) => item.messageId === messageId);
    expect(kept.reasons.map((reason) => reason.code)).toContain(code);
  });

  it('malformed JSON is kept as it came', async () => {
    await gateway.sendRaw(patient.deviceId, '{"messageId": "m-1", ');
    const receipt = await gateway.receiptFor(null);
    expect(receipt.reasons[0]?.code).toBe('malformed-json');
    const kept = await quarantinedMessage(({ reasons }) => reasons[0]?.code === 'malformed-json');
    expect(kept.payload).toBe('{"messageId": "m-1", ');
  });

  it('a bad reading is kept aside alone: its neighbours in the set are charted', async () => {
    const messageId = await gateway.send(patient.deviceId, fullSet({ 'pulse-rate': 900 }), { takenAt: minutesAgo(2) });
    const receipt = await gateway.receiptFor(messageId);
    expect(receipt).toMatchObject({ outcome: 'accepted', reasons: [{ code: 'implausible-value' }] });
    const charted = await eventually(
      () => chartOf(messageId),
      ({ length }) => length >= 6,
      { what: 'six observations' },
    );
    expect(charted.map(({ code }) => code)).not.toContain('pulse-rate');
  });

  it('an unknown device', async () => {
    const messageId = await gateway.send('unregistered-watch', fullSet(), { takenAt: minutesAgo(1) });
    expect(await gateway.receiptFor(messageId)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'unknown-device' }],
    });
  });

  it("another gateway's device under our own topic", async () => {
    const messageId = await gateway.send(neighboursDevice, fullSet(), { takenAt: minutesAgo(1) });
    expect(await gateway.receiptFor(messageId)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'foreign-device' }],
    });
  });

  it("another gateway's topic: nothing of it is taken", async () => {
    const run = await homeward.run();
    const intruderCredential = await homeward.registerGateway('intruder');
    const intruder = await GatewayClient.connect(run.mqtt, intruderCredential);
    const messageId = randomUUID();
    const message = { messageId, takenAt: minutesAgo(1).toISOString(), source: 'device', readings: fullSet() };
    const refused = new Promise<void>((resolve) =>
      intruder.client.once('close', () => {
        resolve();
      }),
    );
    intruder.client.publish(neighbour.topic(neighboursDevice), JSON.stringify(message), { qos: 1 });
    await refused;
    expect(await chartOf(messageId)).toEqual([]);
  });

  it('a payload of 1 MB', async () => {
    const padding = 'x'.repeat(1_000_000);
    const answered = new Promise<'closed'>((resolve) =>
      gateway.client.once('close', () => {
        resolve('closed');
      }),
    );
    const before = gateway.receipts.length;
    gateway.client.publish(gateway.topic(patient.deviceId), JSON.stringify({ messageId: 'big', padding }), { qos: 1 });
    const outcome = await Promise.race([
      answered,
      eventually(() => gateway.receipts.slice(before).find((it) => it.outcome === 'quarantined'), {
        what: 'a receipt',
      }),
    ]);
    if (outcome !== 'closed') expect(outcome.reasons[0]?.code).toBe('payload-too-large');
  });

  it('a client without a credential does not connect', async () => {
    const run = await homeward.run();
    await expect(GatewayClient.connect(run.mqtt, { gatewayId: 'guess', secret: 'guess' })).rejects.toThrow(
      /not authori[sz]ed|bad user ?name/i,
    );
  });

  it('nothing but health and metrics answers without a token', async () => {
    const run = await homeward.run();
    const anonymous = new ApiClient(run.api, undefined);
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await anonymous.request('GET', path)).status).toBe(200);
    }
    for (const path of ['/api/v1/wards', '/api/v1/live', '/api/openapi.json', '/api/v1/nowhere', '/assets/x.js']) {
      expect((await anonymous.request('GET', path)).status).toBe(401);
    }
  });

  const chartOf = async (messageId: string): Promise<ChartedObservation[]> =>
    (await administrator.all<ChartedObservation>(`/api/v1/patients/${patient.patientId}/observations`)).filter(
      (observation) => observation.messageId === messageId,
    );
  const quarantinedMessage = (fits: (item: Quarantined) => boolean): Promise<Quarantined> =>
    eventually(async () => (await administrator.all<Quarantined>('/api/v1/quarantine')).find(fits), {
      what: 'the message in quarantine',
    });
});
