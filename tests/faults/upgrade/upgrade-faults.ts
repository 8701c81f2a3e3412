import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Alert, DeadLetterEntry } from '#libs/contracts';
import { startTestDatabase, startTestKafka } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { deteriorating, fullSet, GatewayClient } from '../../outside/gateway-client.ts';
import { type MonitoredPatient, monitoredPatients } from '../../outside/monitored-patient.ts';
import { type Checkout, checkoutOf } from './checkout.ts';
import { MixedServices, replicaNumbers, rollOutOrder } from './mixed-services.ts';
import { releasedRevision } from './released-revision.ts';
import { SteadyStream } from './steady-stream.ts';

type Say = (line: string) => void;
type LogKind = 'postgres' | 'kafka';

const ownProgram = resolve('apps/homeward/bin/homeward.mjs');
const wellPatients = 4;
/** One in each of the steps of a roll-out forwards and back, and one each before, after the migrations and at the end. */
const illPatients = 2 * rollOutOrder.length * replicaNumbers.length + 3;
/** What `deteriorating` values raise on the acute respiratory pathway. */
const expectedConditions = ['score', 'threshold:saturation-low'];

/**
 * Runs the last released version and this one on the same database and log: that one alone, then its replicas replaced one by
 * one after the migrations, then all of them back. Sets come all the while, and in every step a patient becomes gravely ill.
 *
 * @param revision any that git knows; left out, the last release's.
 * @returns what is wrong.
 */
export async function upgradeFaults(
  revision: string | undefined,
  { on, say }: { readonly on: readonly LogKind[]; readonly say: Say },
): Promise<readonly string[]> {
  const released = revision === undefined ? await releasedRevision() : { revision, because: 'as it was asked for' };
  say(`Released: ${released.revision} (${released.because})`);
  const checkout = await checkoutOf(released.revision);
  const wrong: string[] = [];
  try {
    for (const log of on) wrong.push(...(await faultsOn(log, { checkout, say })).map((fault) => `${log}: ${fault}`));
  } finally {
    await checkout.remove();
  }
  return wrong;
}

async function faultsOn(
  log: LogKind,
  { checkout, say }: { readonly checkout: Checkout; readonly say: Say },
): Promise<readonly string[]> {
  await using stack = new AsyncDisposableStack();
  const database = await startTestDatabase();
  stack.defer(() => database.stop());
  const kafka = log === 'kafka' ? await startTestKafka({}) : undefined;
  stack.defer(() => kafka?.stop());
  const services = await MixedServices.start(checkout.program, {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafka?.brokers.join(',') ?? '',
    LOG_NAMESPACE: `upgrade-${randomUUID().slice(0, 8)}`,
  });
  stack.defer(() => services.stop());
  const upgrade = await Upgrade.begin(services, { stack, say });
  await upgrade.step(`${log}, ${checkout.revision} alone`, () => Promise.resolve());
  await upgrade.step('the migrations of this version', () => services.migrate(ownProgram));
  await upgrade.rollOut({ program: ownProgram, version: 'this version', order: rollOutOrder });
  await upgrade.look('all of this version');
  await upgrade.rollOut({ program: checkout.program, version: checkout.revision, order: rollOutOrder.toReversed() });
  await upgrade.step(`${checkout.revision} alone again`, () => Promise.resolve());
  return await upgrade.end();
}

/** A roll-out under way: what comes in meanwhile, and what has gone wrong so far. */
class Upgrade {
  readonly #wrong: string[] = [];
  #steps = 0;

  private constructor(
    private readonly services: MixedServices,
    private readonly say: Say,
    private readonly incoming: {
      readonly gateways: readonly GatewayClient[];
      readonly stream: SteadyStream;
      readonly ill: readonly MonitoredPatient[];
    },
  ) {}

  static async begin(
    services: MixedServices,
    { stack, say }: { readonly stack: AsyncDisposableStack; readonly say: Say },
  ): Promise<Upgrade> {
    const administrator = await services.as('administrator');
    const credential = await administrator.post<{ gatewayId: string; secret: string }>('/api/v1/gateways', {
      name: 'hub',
    });
    const patients = await monitoredPatients(administrator, credential.gatewayId, wellPatients + illPatients);
    const gateways = await Promise.all(
      services.mqttUrls.map((url) => GatewayClient.connect(url, credential, { reconnect: true })),
    );
    stack.defer(async () => {
      await Promise.all(gateways.map((gateway) => gateway.close()));
    });
    const stream = new SteadyStream(patients.slice(0, wellPatients), gateways);
    return new Upgrade(services, say, { gateways, stream, ill: patients.slice(wellPatients) });
  }

  /** Replaces every replica, one after the other. */
  async rollOut(to: {
    readonly program: string;
    readonly version: string;
    readonly order: typeof rollOutOrder;
  }): Promise<void> {
    for (const name of to.order)
      for (const nth of replicaNumbers)
        await this.step(`${name} ${String(nth + 1)} becomes ${to.version}`, () =>
          this.services.replace(name, nth, to.program),
        );
  }

  /** A patient becomes gravely ill while something is done. */
  async step(words: string, work: () => Promise<void>): Promise<void> {
    const { gateways, ill, stream } = this.incoming;
    const patient = ill[this.#steps];
    const gateway = gateways[this.#steps % gateways.length];
    this.#steps += 1;
    if (patient === undefined || gateway === undefined) throw new Error('There are more steps than patients.');
    const before = stream.acknowledged;
    const began = performance.now();
    const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
    const takenAt = new Date();
    const alerted = async (): Promise<string | undefined> => {
      await gateway.send(patient.deviceId, fullSet(deteriorating), { takenAt });
      const fault = await this.#alertFault(patient, words);
      this.say(`  ${words}: ${fault === undefined ? `alerted after ${seconds()}` : 'NOT ALERTED'}`);
      return fault;
    };
    const [, fault] = await Promise.all([work(), alerted()]);
    this.say(`    done after ${seconds()}, ${String(stream.acknowledged - before)} other sets meanwhile`);
    if (fault !== undefined) this.#wrong.push(fault);
  }

  /** Whether all that was acknowledged is on the chart, as it is served at this time. */
  async look(words: string): Promise<void> {
    const faults = await this.incoming.stream.faults(await this.services.as('nurse'));
    this.#wrong.push(...faults.map((fault) => `${words}: ${fault}`));
    this.say(`  ${words}: ${faults.length === 0 ? 'nothing is lost or doubled' : faults.join('; ')}`);
  }

  /** Everything that has gone wrong, by the end. */
  async end(): Promise<readonly string[]> {
    const { stream, ill } = this.incoming;
    await stream.end();
    await this.look('at the end');
    const nurse = await this.services.as('nurse');
    this.#wrong.push(...(await stream.faultsOfScores(nurse)));
    for (const { patientId, deviceId } of ill) {
      const conditions = await this.#conditionsOf(patientId);
      if (new Set(conditions).size < conditions.length) this.#wrong.push(`${deviceId}: an alert came twice`);
    }
    const administrator = await this.services.as('administrator');
    const dead = await administrator.all<DeadLetterEntry>('/api/v1/dead-letters');
    this.#wrong.push(...dead.map(({ group, topic, reason }) => `a dead letter of ${group} on ${topic}: ${reason}`));
    this.say(`  ${String(stream.acknowledged)} sets acknowledged, ${String(dead.length)} dead letters`);
    return this.#wrong;
  }

  async #alertFault({ patientId, deviceId }: MonitoredPatient, words: string): Promise<string | undefined> {
    return eventually(
      () => this.#conditionsOf(patientId),
      (found) => expectedConditions.every((condition) => found.includes(condition)),
      { what: 'the alerts', withinMs: 90_000, everyMs: 100 },
    ).then(
      () => undefined,
      () => `${words}: the alerts of ${deviceId} did not come`,
    );
  }

  /** Of the patient's open alerts, from a replica that runs. */
  async #conditionsOf(patientId: string): Promise<readonly string[]> {
    const nurse = await this.services.as('nurse');
    const alerts = await nurse.all<Alert>(`/api/v1/alerts?patientId=${patientId}&state=open`);
    return alerts.map(({ condition }) => condition);
  }
}
