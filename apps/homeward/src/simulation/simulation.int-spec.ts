/** Real: the clinician service over HTTP on Postgres, an MQTT broker, and the machine's clock. Receipts are played. */
import { SystemClock } from '#libs/clock';
import {
  derivedId,
  type Device,
  type DeviceTopic,
  deviceTopic,
  ObservationMessage,
  type Page,
  type Patient,
  parseDeviceTopic,
  type Plan,
  Reading,
  receiptsTopic,
  type Stay,
  type Ward,
} from '#libs/contracts';
import { type BrokerMessage, EmbeddedBroker } from '#libs/embedded';
import { createLogger } from '#libs/telemetry';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningClinician, startClinician } from '../../../clinician/src/running-clinician.harness.ts';
import { type SimulationOptions, type SimulationReport, startSimulation } from './simulation.service.ts';

const logger = createLogger({ service: 'simulation-test', level: 'fatal' });

/** Takes every message, gives each observation set its receipt, and cuts the connection at the messages that are named. */
async function startBroker(
  cutAt: readonly number[] = [],
  requestAfter: (message: BrokerMessage) => { device: DeviceTopic; payload: object } | undefined = () => undefined,
) {
  const taken: BrokerMessage[] = [];
  let arrived = 0;
  const broker: EmbeddedBroker = await EmbeddedBroker.start({
    host: '127.0.0.1',
    port: 0,
    authenticate: async () => true,
    onMessage: async (message) => {
      arrived += 1;
      if (cutAt.includes(arrived)) throw new Error('the log is away');
      taken.push(message);
      if (message.topic.endsWith('/observations')) {
        const { messageId } = ObservationMessage.parse(JSON.parse(message.payload.toString()));
        const receipt = { messageId, deviceId: 'any', outcome: 'accepted', reasons: [] };
        broker.publish(message.gatewayId, receiptsTopic(message.gatewayId), JSON.stringify(receipt));
        const asked = requestAfter(message);
        if (asked !== undefined) {
          const topic = deviceTopic(message.gatewayId, asked.device.deviceId, 'requests');
          broker.publish(message.gatewayId, topic, JSON.stringify(asked.payload));
        }
      }
      return 'keep';
    },
  });
  return { broker, taken, url: `mqtt://127.0.0.1:${String(broker.port)}` };
}

type TestBroker = Awaited<ReturnType<typeof startBroker>>;

describe('A simulation', () => {
  let clinician: RunningClinician;
  let home: string;

  beforeAll(async () => {
    clinician = await startClinician();
    clinician.clock.set(new Date(Date.now() + 60_000));
    home = await mkdtemp(join(tmpdir(), 'homeward-simulation-'));
  }, 60_000);
  afterAll(async () => {
    await clinician.stop();
    await rm(home, { recursive: true });
  });

  const run = async (broker: TestBroker, options: Partial<SimulationOptions> = {}): Promise<SimulationReport> => {
    try {
      const simulation = await startSimulation({
        api: clinician.url,
        mqtt: broker.url,
        home,
        tokenFor: clinician.tokenFor,
        clock: new SystemClock(),
        logger,
        patients: 4,
        seed: 1,
        speed: 1800,
        historyHours: 2,
        durationSeconds: 1,
        ...options,
      });
      await simulation.done;
      return simulation.report();
    } finally {
      await broker.broker.close();
    }
  };

  const list = async <Item>(path: string): Promise<readonly Item[]> => {
    const administrator = await clinician.as('administrator');
    return (await administrator.get<Page<Item>>(`/v1${path}`)).body.items;
  };

  const setsOf = (broker: TestBroker) =>
    broker.taken
      .filter(({ topic }) => topic.endsWith('/observations'))
      .map(({ topic, payload }) => ({
        deviceId: parseDeviceTopic(topic)?.deviceId ?? '',
        ...ObservationMessage.parse(JSON.parse(payload.toString())),
      }));

  it('makes its ward, sends the last hours and then the present, and everything is acknowledged', async () => {
    const broker = await startBroker();
    const began = Date.now();
    const report = await run(broker);
    expect(report.published).toBeGreaterThan(100);
    expect(report).toMatchObject({ acknowledged: report.published, quarantined: 0, duplicate: 0 });
    const sets = setsOf(broker);
    expect(report.accepted).toBe(sets.length);
    const times = sets.map(({ takenAt }) => Date.parse(takenAt));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(began - (times[0] ?? 0)).toBeGreaterThan(1.9 * 3_600_000);
    expect(times.at(-1)).toBeGreaterThan(began);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());

    const [ward] = await list<Ward>('/wards');
    expect(ward?.patients).toBe(4);
    const patients = await list<Patient>('/patients');
    expect(patients.every(({ nhsNumber, stay }) => nhsNumber.startsWith('999') && stay !== null)).toBe(true);
    const administrator = await clinician.as('administrator');
    const plans = await Promise.all(
      patients.map(async ({ id }) => (await administrator.get<Plan>(`/v1/patients/${id}/plan`)).body),
    );
    expect(plans.filter(({ oxygenScale }) => oxygenScale?.scale === 2)).toHaveLength(1);
    const held = new Set(
      (await list<Device>('/devices')).filter(({ patientId }) => patientId !== null).map(({ id }) => id),
    );
    for (const { deviceId } of sets) expect(held).toContain(deviceId);
    expect((await stat(join(home, 'simulation.json'))).mode & 0o777).toBe(0o600);
  }, 30_000);

  it('finds everything when it starts again, and goes on from where it ended', async () => {
    const counts = async () => ({
      wards: (await list<Ward>('/wards')).length,
      patients: (await list<Patient>('/patients')).length,
      devices: (await list<Device>('/devices')).length,
      stays: (await list<Stay>('/stays')).length,
    });
    const before = await counts();
    const broker = await startBroker();
    const restarted = Date.now();
    await run(broker);
    expect(await counts()).toEqual(before);
    const times = setsOf(broker).map(({ takenAt }) => Date.parse(takenAt));
    expect(restarted - Math.min(...times)).toBeLessThan(60_000);
  }, 30_000);

  it('measures again where it is asked to, once, however often it is asked', async () => {
    const broker = await startBroker([], (message) => {
      const device = parseDeviceTopic(message.topic);
      if (device === undefined) return undefined;
      const requested = { requestId: derivedId('asked', device.deviceId), asks: 'device', codes: ['pulse-rate'] };
      const times = { requestedAt: '2026-11-22T08:00:00.000Z', expiresAt: '2099-01-01T00:00:00.000Z' };
      return { device, payload: { ...requested, ...times, why: 'overdue', words: 'Please measure.' } };
    });
    await run(broker, { home: join(home, 'asked'), seed: 4, patients: 1, durationSeconds: 2 });
    const answers = setsOf(broker).filter(
      ({ readings }) => readings.length === 1 && Reading.parse(readings[0]).code === 'pulse-rate',
    );
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(1);
  }, 30_000);

  it('sends again what was not acknowledged when the broker cut it off', async () => {
    const broker = await startBroker([20, 21, 60]);
    const report = await run(broker, { home: join(home, 'another'), seed: 2, patients: 2, durationSeconds: 3 });
    expect(report.acknowledged).toBe(report.published);
    const ids = new Set(setsOf(broker).map(({ messageId }) => messageId));
    const statuses = broker.taken.filter(({ topic }) => topic.endsWith('/status')).length;
    // A status has no id of its own, so one that was sent twice counts twice.
    expect(ids.size + statuses).toBeGreaterThanOrEqual(report.published);
  }, 30_000);

  it('says who is missing when there is nobody to speak to', async () => {
    const broker = await startBroker();
    await expect(run(broker, { api: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'simulation-unreachable' });
  });

  it('says what it may not do', async () => {
    const broker = await startBroker();
    const asNurse = run(broker, { tokenFor: () => clinician.tokenFor('nurse'), seed: 3, home: join(home, 'nurse') });
    await expect(asNurse).rejects.toMatchObject({ code: 'simulation-refused', problemCode: 'not-permitted' });
  });
});
