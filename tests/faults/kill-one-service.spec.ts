import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alert, ChartedObservation, Score } from '#libs/contracts';
import { findFreePort, startTestDatabase, type TestDatabase } from '#libs/embedded';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { homeward } from '../outside/homeward-process.ts';
import { aMonitoredPatient, type MonitoredPatient } from '../outside/monitored-patient.ts';
import { ServiceProcess } from '../outside/service-process.ts';
import { until } from '../outside/until.ts';

const minuteInMs = 60_000;
/** When the stream begins: it ends shortly before the patients are admitted, and still counts when they are. */
const beginsMinutesAgo = 20;
const setsPerRound = 300;
const kafkaBrokers = process.env['KAFKA_BROKERS'];

const logs: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['the Postgres log', { KAFKA_BROKERS: '' }],
  ...(kafkaBrokers === undefined ? [] : [['Kafka', { KAFKA_BROKERS: kafkaBrokers }] as const]),
];

describe.each(logs)('kill -9 of one service in mid-stream, on %s', (_log, logSettings) => {
  let database: TestDatabase;
  let home: string;
  let environment: Readonly<Record<string, string>>;
  let services: ServiceProcess[];
  let gatewayService: ServiceProcess;
  let clinician: ServiceProcess;
  let patients: MonitoredPatient[];
  const accepted = new Map<string, Set<string>>();

  beforeAll(async () => {
    database = await startTestDatabase();
    home = await mkdtemp(join(tmpdir(), 'homeward-services-'));
    environment = {
      ...logSettings,
      DATABASE_URL: database.url,
      HOMEWARD_HOME: home,
      MQTT_PORT: String(await findFreePort()),
      // Topics of this run alone, on a Kafka that others use too.
      LOG_NAMESPACE: `kill-${String(process.pid)}`,
    };
    clinician = await ServiceProcess.start('clinician', environment);
    const scoring = await ServiceProcess.start('scoring', environment);
    gatewayService = await ServiceProcess.start('gateway', environment);
    services = [scoring, clinician, gatewayService];

    const administrator = new ApiClient(clinician.url, await token('administrator'));
    const credential = await registerGateway();
    const first = await aMonitoredPatient(administrator, credential.gatewayId, 1);
    patients = [first, await aMonitoredPatient(administrator, credential.gatewayId, 2, first.wardId)];

    const start = Date.now() - beginsMinutesAgo * minuteInMs;
    const mqttUrl = `mqtt://127.0.0.1:${String(environment['MQTT_PORT'])}`;
    for (const [round, victim] of services.entries()) {
      const gateway = await GatewayClient.connect(mqttUrl, credential);
      const before = promised();
      const sending = sendMany(gateway, start + round * setsPerRound * 1000, round === services.length - 1);
      await until('a part of the stream is acknowledged', () => (promised() > before + 50 ? true : undefined), {
        everyMs: 1,
      });
      await victim.killHard();
      // A dead gateway takes its broker with it; otherwise the stream goes on and is acknowledged to its end.
      if (victim === gatewayService) await gateway.close();
      await sending;
      await gateway.close();
      await victim.restart();
    }
  }, 300_000);

  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await database.stop();
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  it('loses nothing that was acknowledged, charts it once and scores each moment once', async () => {
    const nurse = new ApiClient(clinician.url, await token('nurse'));
    for (const { patientId, deviceId } of patients) {
      const expected = accepted.get(deviceId) ?? new Set();
      const pulses = await until(
        'what was acknowledged, in the history',
        async () => {
          const all = await nurse.all<ChartedObservation>(`/api/v1/patients/${patientId}/observations?code=pulse-rate`);
          const have = new Set(all.map(({ messageId }) => messageId as string));
          return [...expected].every((messageId) => have.has(messageId)) ? all : undefined;
        },
        { withinMs: 90_000, everyMs: 250 },
      );
      expect(new Set(pulses.map(({ messageId }) => messageId)).size).toBe(pulses.length);
      const moments = new Set(pulses.map(({ takenAt }) => takenAt as string));
      const scores = await until(
        'a score for each moment',
        async () => {
          const all = await nurse.all<Score>(`/api/v1/patients/${patientId}/scores`);
          // Others follow from admission and from time alone.
          const taken = all.filter(({ because }) => because === 'reading');
          return taken.length >= moments.size ? taken : undefined;
        },
        { withinMs: 90_000, everyMs: 250 },
      );
      expect(new Set(scores.map(({ at }) => at as string))).toEqual(moments);
      expect(scores).toHaveLength(moments.size);
    }
  }, 200_000);

  it('raises the alert of each patient once', async () => {
    const nurse = new ApiClient(clinician.url, await token('nurse'));
    for (const { patientId } of patients) {
      const alerts = await until('the alert', async () => {
        const all = await nurse.all<Alert>(`/api/v1/alerts?patientId=${patientId}`);
        return all.length > 0 ? all : undefined;
      });
      expect(alerts).toHaveLength(1);
      expect(alerts[0]).toMatchObject({ tier: 'high', state: 'raised' });
    }
  });

  const promised = (): number => [...accepted.values()].reduce((sum, { size }) => sum + size, 0);

  async function token(role: string): Promise<string> {
    const { stdout } = await homeward(['token', '--role', role], { env: environment });
    return stdout.trim();
  }

  async function registerGateway(): Promise<{ readonly gatewayId: string; readonly secret: string }> {
    const env = { ...environment, HOMEWARD_API_URL: clinician.url };
    const { stdout } = await homeward(['register-gateway', 'hub'], { env });
    // The command's contract, which its own test checks.
    return JSON.parse(stdout) as { gatewayId: string; secret: string };
  }

  async function sendMany(gateway: GatewayClient, startMs: number, worse: boolean): Promise<void> {
    const sends = Array.from({ length: setsPerRound }, async (_, nth) => {
      const patient = patients[nth % patients.length];
      if (patient === undefined) return;
      const readings = fullSet(worse ? deteriorating : {});
      const messageId = await gateway.send(patient.deviceId, readings, { takenAt: new Date(startMs + nth * 1000) });
      const ofDevice = accepted.get(patient.deviceId) ?? new Set<string>();
      accepted.set(patient.deviceId, ofDevice.add(messageId));
    });
    await Promise.allSettled(sends);
  }
});
