import type { Alert, ChartedObservation, Score } from '#libs/contracts';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { aMonitoredPatient, type MonitoredPatient } from '../outside/monitored-patient.ts';
import { until } from '../outside/until.ts';

const minuteInMs = 60_000;
/** When the stream begins: it ends shortly before the patients are admitted, and still counts when they are. */
const beginsMinutesAgo = 25;

/** How many sets are on their way when the axe falls. */
const setsPerRound = 400;

describe('kill -9 of everything in mid-stream, then a restart', () => {
  let homeward: HomewardProcess;
  let patients: MonitoredPatient[];
  const acknowledged = new Map<string, Set<string>>();

  beforeAll(async () => {
    homeward = await HomewardProcess.start(['up']);
    const run = await homeward.run();
    const administrator = new ApiClient(run.api, await homeward.token('administrator'));
    const credential = await homeward.registerGateway('hub');
    const first = await aMonitoredPatient(administrator, credential.gatewayId, 1);
    patients = [first];
    for (const nth of [2, 3, 4]) {
      patients.push(await aMonitoredPatient(administrator, credential.gatewayId, nth, first.wardId));
    }
    const start = Date.now() - beginsMinutesAgo * minuteInMs;
    for (const round of [0, 1, 2]) {
      const { mqtt } = await homeward.run();
      const gateway = await GatewayClient.connect(mqtt, credential);
      const sending = sendMany(gateway, start + round * setsPerRound * 1000, round === 2);
      // The axe falls when some are acknowledged and others are under way.
      await until(
        'a part of the stream is acknowledged',
        () => (count() > round * setsPerRound + 100 ? true : undefined),
        {
          everyMs: 1,
        },
      );
      await homeward.killHard();
      // Closing settles what was still waiting for its PUBACK.
      await gateway.close();
      await sending;
      await homeward.restart();
    }
  }, 240_000);

  afterAll(async () => {
    await homeward.dispose();
  });

  it('every set that got a PUBACK is in the history once', async () => {
    const nurse = await aNurse();
    for (const patient of patients) {
      const expected = acknowledged.get(patient.deviceId) ?? new Set();
      const pulses = await until(
        'the acknowledged sets in the history',
        async () => {
          const all = await nurse.all<ChartedObservation>(
            `/api/v1/patients/${patient.patientId}/observations?code=pulse-rate`,
          );
          const have = new Set(all.map(({ messageId }) => messageId as string));
          return [...expected].every((messageId) => have.has(messageId)) ? all : undefined;
        },
        { withinMs: 60_000, everyMs: 250 },
      );
      expect(new Set(pulses.map(({ messageId }) => messageId)).size).toBe(pulses.length);
    }
  }, 120_000);

  it('each moment is scored once', async () => {
    const nurse = await aNurse();
    for (const patient of patients) {
      const pulses = await nurse.all<ChartedObservation>(
        `/api/v1/patients/${patient.patientId}/observations?code=pulse-rate`,
      );
      const moments = new Set(pulses.map(({ takenAt }) => takenAt as string));
      const scores = await until(
        'a score for each moment',
        async () => {
          const all = await nurse.all<Score>(`/api/v1/patients/${patient.patientId}/scores`);
          // Others follow from admission and from time alone.
          const taken = all.filter(({ because }) => because === 'reading');
          return taken.length >= moments.size ? taken : undefined;
        },
        { withinMs: 60_000, everyMs: 250 },
      );
      expect(new Set(scores.map(({ at }) => at as string))).toEqual(moments);
      expect(scores).toHaveLength(moments.size);
    }
  }, 120_000);

  it('the alert of each patient is raised once', async () => {
    const nurse = await aNurse();
    for (const patient of patients) {
      const alerts = await until('the alert', async () => {
        const all = await nurse.all<Alert>(`/api/v1/alerts?patientId=${patient.patientId}`);
        return all.length > 0 ? all : undefined;
      });
      expect(alerts).toHaveLength(1);
      expect(alerts[0]).toMatchObject({ tier: 'high', state: 'raised' });
    }
  });

  const aNurse = async (): Promise<ApiClient> =>
    new ApiClient((await homeward.run()).api, await homeward.token('nurse'));

  const count = (): number => [...acknowledged.values()].reduce((sum, { size }) => sum + size, 0);

  /** Sends a round of sets, a second apart by the device's clock, and remembers which were acknowledged. */
  async function sendMany(gateway: GatewayClient, startMs: number, worse: boolean): Promise<void> {
    const sends = Array.from({ length: setsPerRound }, async (_, nth) => {
      const patient = patients[nth % patients.length];
      if (patient === undefined) return;
      const readings = fullSet(worse ? deteriorating : {});
      const messageId = await gateway.send(patient.deviceId, readings, { takenAt: new Date(startMs + nth * 1000) });
      const ofDevice = acknowledged.get(patient.deviceId) ?? new Set<string>();
      acknowledged.set(patient.deviceId, ofDevice.add(messageId));
    });
    // What was not acknowledged when the connection broke was never promised.
    await Promise.allSettled(sends);
  }
});
