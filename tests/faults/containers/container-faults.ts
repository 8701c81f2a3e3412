import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alert } from '#libs/contracts';
import { EmbeddedPostgres, findFreePort, startTestKafka } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { z } from 'zod';
import { ApiClient } from '../../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../../outside/gateway-client.ts';
import { findMosquitto, startMosquitto } from '../../outside/mosquitto.ts';
import { monitoredPatient } from '../../outside/monitored-patient.ts';
import { baseImage, ensureBaseImage } from './base-image.ts';
import { DockerEngine } from './docker-engine.ts';
import { ServiceContainer } from './service-container.ts';

const image = 'homeward:tried';
const mostBytesWithoutBase = 150_000_000;
const services = ['clinician', 'scoring', 'gateway'] as const;
/** They log in with what `homeward register-gateway` prints. */
const Credential = z.object({ gatewayId: z.string(), secret: z.string() });
const Sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
});

type Say = (line: string) => void;
type Containers = Readonly<Record<(typeof services)[number], ServiceContainer>>;

/**
 * Builds docker/Dockerfile and runs the three services of it, confined as the compose file has them, on a Postgres, a Kafka
 * and a Mosquitto of this run: a reading becomes an alert, also after each of them was stopped and started again.
 *
 * @returns what is wrong; undefined where it could not be tried, after having said so.
 */
export async function containerFaults(say: Say): Promise<readonly string[] | undefined> {
  const docker = await DockerEngine.find();
  const mosquitto = await findMosquitto();
  if (docker === undefined || mosquitto === undefined) {
    const missing = docker === undefined ? "Docker's engine (docker.io), or DOCKER_HOST of one" : 'mosquitto';
    say(`!! NOT TRIED: containers. This machine has no ${missing}.`);
    return undefined;
  }
  say(`Docker ${docker.version}; ${baseImage}: ${await ensureBaseImage(docker)}`);
  await docker.build(image);
  const wrong = [...(await faultsOfImage(docker, say))];
  await using stack = new AsyncDisposableStack();
  const environment = await servers(stack, mosquitto);
  const containers = await startAll({ docker, environment, stack });
  wrong.push(...(await faultsOfConfinement(containers, say)));
  wrong.push(...(await faultsOfStops(containers, { mqtt: environment['MQTT_URL'] ?? '', say })));
  return wrong;
}

async function faultsOfImage(docker: DockerEngine, say: Say): Promise<readonly string[]> {
  const size = async (name: string): Promise<number> =>
    Number(await docker.ask('image', 'inspect', '--format', '{{.Size}}', name));
  const own = (await size(image)) - (await size(baseImage));
  const megabytes = (own / 1e6).toFixed(0);
  say(`The image: ${megabytes} MB without its base`);
  const faults = own < mostBytesWithoutBase ? [] : [`the image has ${megabytes} MB without its base`];
  const config = await docker.ask('image', 'inspect', '--format', '{{json .Config}}', image);
  for (const expected of ['"User":"node"', '"Healthcheck"', 'org.opencontainers.image.licenses":"Apache-2.0"'])
    if (!config.includes(expected)) faults.push(`the image has no ${expected}`);
  const read = ['run', '--rm', '--network', 'none', '--entrypoint', 'cat', image, '/homeward/sbom.cdx.json'];
  const { components } = Sbom.parse(JSON.parse(await docker.ask(...read)));
  const names = new Set(components.map(({ name }) => name));
  say(`Its bill of materials has ${String(components.length)} components`);
  if (!names.has('fastify')) faults.push('the bill of materials lacks fastify');
  if (names.has('jest')) faults.push('the bill of materials has what only tests need');
  return faults;
}

async function servers(stack: AsyncDisposableStack, program: string): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-containers-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const postgres = await EmbeddedPostgres.start({ home: join(folder, 'postgres') });
  stack.defer(() => postgres.stop());
  const kafka = await startTestKafka({});
  stack.defer(() => kafka.stop());
  const mosquitto = await startMosquitto(program);
  stack.defer(() => mosquitto.stop());
  return {
    DATABASE_URL: postgres.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    LOG_NAMESPACE: `containers-${randomUUID().slice(0, 8)}`,
    MQTT_URL: mosquitto.url,
    TOKEN_KEY: randomBytes(32).toString('base64url'),
    OIDC_EMBEDDED_IN_PRODUCTION: 'yes',
    CANARY_SECONDS: '0',
    HTTP_HOST: '127.0.0.1',
  };
}

async function startAll(parts: {
  readonly docker: DockerEngine;
  readonly environment: Readonly<Record<string, string>>;
  readonly stack: AsyncDisposableStack;
}): Promise<Containers> {
  const { docker, environment, stack } = parts;
  const run = randomUUID().slice(0, 8);
  const start = async (service: (typeof services)[number]): Promise<ServiceContainer> => {
    const name = `homeward-${service}-${run}`;
    stack.defer(async () => {
      await docker.succeeds('rm', '--force', '--volumes', name);
    });
    const port = await findFreePort();
    const own = { ...environment, HOMEWARD_API_URL: `http://127.0.0.1:${String(port)}` };
    return ServiceContainer.start(docker, { image, service, name, port, environment: own });
  };
  return { clinician: await start('clinician'), scoring: await start('scoring'), gateway: await start('gateway') };
}

async function faultsOfConfinement(containers: Containers, say: Say): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const service of services) {
    const container = containers[service];
    const { HostConfig: host } = await container.inspect();
    if (!host.ReadonlyRootfs || host.CapDrop?.includes('ALL') !== true) faults.push(`${service} is not confined`);
    if ((await container.exec('id', '-u')).trim() !== '1000') faults.push(`${service} is not run by the user node`);
    if (await container.may('touch', '/homeward/written')) faults.push(`${service} may write to its own program`);
    const capabilities = /CapEff:\s+(\w+)/u.exec(await container.exec('cat', '/proc/self/status'))?.[1];
    if (capabilities !== '0000000000000000') faults.push(`${service} has capabilities: ${capabilities ?? 'unknown'}`);
  }
  const doctor = await containers.clinician.exec('sh', '-c', 'homeward doctor || true');
  for (const line of doctor.split('\n').filter((text) => text.startsWith('WRONG'))) faults.push(`doctor: ${line}`);
  say(`Confined: ${services.join(', ')}; doctor, asked in the clinician's: ${doctor.trim().split('\n').at(-1) ?? ''}`);
  return faults;
}

/** A patient becomes ill, and each service is stopped and started again meanwhile, one after the other. */
async function faultsOfStops(
  { clinician, scoring, gateway }: Containers,
  { mqtt, say }: { readonly mqtt: string; readonly say: Say },
): Promise<readonly string[]> {
  const administrator = new ApiClient(
    clinician.url,
    (await clinician.exec('homeward', 'token', '--role', 'administrator')).trim(),
  );
  const credential = Credential.parse(JSON.parse(await clinician.exec('homeward', 'register-gateway', 'hub')));
  const client = await GatewayClient.connect(mqtt, credential);
  const faults: string[] = [];
  try {
    for (const [nth, stopped] of [undefined, gateway, scoring, clinician].entries()) {
      const patient = await monitoredPatient(administrator, credential.gatewayId, nth + 1);
      const status = await stopped?.stop();
      if (status !== undefined && status !== 0) faults.push(`${stopped?.service ?? ''} ended with ${String(status)}`);
      await client.send(patient.deviceId, fullSet(deteriorating), { takenAt: new Date() });
      await stopped?.startAgain();
      const began = performance.now();
      const alerts = await eventually(
        () => administrator.all<Alert>(`/api/v1/alerts?patientId=${patient.patientId}&state=open`),
        (found) => found.some(({ tier }) => tier === 'high'),
        { what: `an alert after ${stopped?.service ?? 'nothing'} was stopped`, withinMs: 90_000 },
      );
      const conditions = alerts.map(({ condition }) => condition);
      if (new Set(conditions).size < conditions.length) faults.push(`${stopped?.service ?? ''}: an alert came twice`);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      say(`Alert with ${stopped?.service ?? 'nothing'} stopped meanwhile: ${seconds} s after it was healthy again`);
    }
  } finally {
    await client.close();
  }
  return faults;
}
