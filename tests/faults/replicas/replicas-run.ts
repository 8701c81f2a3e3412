import type { TestDatabase } from '#libs/embedded';
import { LiveAlerts } from '../../load/live-alerts.ts';
import type { ApiClient } from '../../outside/api-client.ts';
import { GatewayClient } from '../../outside/gateway-client.ts';
import { monitoredPatient } from '../../outside/monitored-patient.ts';
import { seededRandom } from '../escalation/seeded-random.ts';
import { SeparateServices } from '../separate-services.ts';
import { ChangingReplicas } from './changing-replicas.ts';
import { PatientsInTurn, type StreamedPatient } from './patients-in-turn.ts';
import { plannedChanges } from './planned-changes.ts';
import type { ReplicasResult } from './replicas-result.ts';
import { whatIsStored } from './what-is-stored.ts';
import { WatchedLog } from './watched-log.ts';

export interface ReplicasRunOptions {
  /** Dropped at the end. */
  readonly database: TestDatabase;
  /** Which log, and the MQTT broker that the gateway services share. */
  readonly settings: Readonly<Record<string, string>> & { readonly MQTT_URL: string };
  readonly seed: number;
  readonly seconds: number;
  readonly patients: number;
  readonly setsPerSecond: number;
  readonly say: (line: string) => void;
}

const gateways = 4;
/** No one becomes ill before anything has happened, and none so late that all is quiet again. */
const illBetween = { from: 0.1, to: 0.9 };
const patienceMs = 90_000;

/**
 * Two replicas of each service at the beginning. While many patients' sets come in, replicas are killed, come back, are added
 * and stopped; afterwards it is looked up what became of every set and of every patient who became ill.
 */
export async function runReplicas(options: ReplicasRunOptions): Promise<ReplicasResult> {
  const { seed, seconds, setsPerSecond, say } = options;
  const random = seededRandom(seed);
  await using stack = new AsyncDisposableStack();
  const services = await SeparateServices.on(options.database, options.settings, 2);
  stack.defer(() => services.stop());
  const patients = await streamedPatients(services, options, random);
  const clients = new Set(patients.map(({ gateway }) => gateway));
  stack.defer(async () => {
    await Promise.all([...clients].map((client) => client.close()));
  });
  const nurse = await services.as('nurse');
  const live = new URL(`/api/v1/live?wardId=${patients[0]?.wardId ?? ''}`, services.replicas.clinician[0]?.url);
  const alerts = await LiveAlerts.open(live.href, await services.token('nurse'));
  stack.defer(() => {
    alerts.close();
  });
  const log = await WatchedLog.open(services.settings);
  stack.defer(() => log.close());
  const stream = new PatientsInTurn(patients);
  const replicas = new ChangingReplicas(services);
  await Promise.all([stream.send(setsPerSecond, seconds), replicas.follow(plannedChanges(seconds, random), say)]);
  const stored = await whatIsStored({ patients, stream, log, nurse }, patienceMs);
  await alerts.heardOf(patients.map(({ patientId }) => patientId));
  return {
    ...stored,
    changes: replicas.changes,
    sent: stream.sent,
    setsAgain: log.setsAgain,
    outOfOrder: log.outOfOrder,
    illnesses: patients.map(({ patientId }) => ({
      sentAtMs: stream.illSinceMs.get(patientId) ?? Number.NaN,
      heardAtMs: alerts.high.get(patientId),
    })),
  };
}

async function streamedPatients(
  services: SeparateServices,
  { patients: count }: ReplicasRunOptions,
  random: () => number,
): Promise<readonly StreamedPatient[]> {
  const administrator: ApiClient = await services.as('administrator');
  const ward = await administrator.post<{ id: string }>('/api/v1/wards', { name: 'Beside replicas', beds: 10_000 });
  const [url = ''] = services.mqttUrls;
  const clients: GatewayClient[] = [];
  for (let nth = 0; nth < gateways; nth += 1) {
    const client = await GatewayClient.connect(url, await services.registerGateway(), { reconnect: true });
    clients.push(client);
  }
  const patients: StreamedPatient[] = [];
  for (let nth = 1; nth <= count; nth += 1) {
    const gateway = clients[nth % gateways];
    if (gateway === undefined) continue;
    const patient = await monitoredPatient(administrator, gateway.gatewayId, nth, ward.id);
    const illAfter = illBetween.from + random() * (illBetween.to - illBetween.from);
    patients.push({ ...patient, gateway, illAfter });
  }
  return patients;
}
