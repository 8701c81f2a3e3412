import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { connectAsync } from 'mqtt';
import pg from 'pg';

import { SystemClock } from '#libs/clock';
import { EmbeddedPostgres, findFreePort } from '#libs/embedded';
import { kafkaTopicFaults } from '#libs/event-log';

import { readRunFile } from '../local-state/run-file.store.ts';
import { withoutSecrets } from '../running/addresses.ts';
import type { ServiceSettings } from '../running/service-settings.ts';
import { examineCertificates } from './certificates-examination.client.ts';
import { examineClocks } from './clock-examination.client.ts';
import { examinePostgres, examineTimeZones } from './database-examination.client.ts';
import { type Examination, type Finding, good, reasonOf, unlessFaults, wrong } from './finding.ts';
import { examineCover, examineMail } from './reach-examination.client.ts';

const leastNode = [24, 9] as const;
const leastFreeGigabytes = 2;
const patienceMilliseconds = 5_000;
const clock = new SystemClock();

/** In the order in which one thing builds on another. */
export const examinations: readonly Examination[] = [
  { what: 'node', examine: async () => node() },
  { what: 'home', examine: home },
  { what: 'disk', examine: disk },
  { what: 'running', examine: running },
  { what: 'ports', examine: ports },
  { what: 'database', examine: database },
  { what: 'postgres', examine: examinePostgres },
  { what: 'log', examine: log },
  { what: 'mqtt', examine: mqtt },
  { what: 'clocks', examine: (settings) => examineClocks(settings, clock) },
  { what: 'zones', examine: (settings) => examineTimeZones(settings, clock) },
  { what: 'tls', examine: (settings) => examineCertificates(settings, clock) },
  { what: 'mail', examine: examineMail },
  { what: 'cover', examine: examineCover },
];

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  if (enough) return good(process.versions.node);
  return wrong(`${process.versions.node} is too old; expected ${leastNode.join('.')} or newer. Run: npm ci`);
}

async function home({ HOMEWARD_HOME: folder }: ServiceSettings): Promise<Finding> {
  const probe = join(folder, 'doctor.probe');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    return good(folder);
  } catch (error) {
    return wrong(`cannot write to ${folder} (${reasonOf(error)}). Set HOMEWARD_HOME to a folder of your own.`);
  }
}

async function disk({ HOMEWARD_HOME: folder }: ServiceSettings): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = (bavail * bsize) / 2 ** 30;
  const words = `${gigabytes.toFixed(1)} GB free for ${folder}`;
  if (gigabytes >= leastFreeGigabytes) return good(words);
  return wrong(`${words}; free some, or set HOMEWARD_HOME to a larger disk.`);
}

async function running({ HOMEWARD_HOME: folder }: ServiceSettings): Promise<Finding> {
  const run = await readRunFile(folder);
  if (run === undefined) return good('no Homeward runs in this home');
  const ready = new URL('/health/ready', run.api);
  try {
    const response = await fetch(ready, { signal: AbortSignal.timeout(patienceMilliseconds) });
    if (response.ok) return good(`process ${String(run.pid)} is ready at ${run.console}`);
    return wrong(`process ${String(run.pid)} is not ready: ${await response.text()}`);
  } catch (error) {
    const notAnswering = `run.json names process ${String(run.pid)}, but ${ready.href} does not answer (${reasonOf(error)}).`;
    return wrong(`${notAnswering} If it was killed, start Homeward again; else look at its log.`);
  }
}

async function ports(settings: ServiceSettings): Promise<Finding> {
  if ((await readRunFile(settings.HOMEWARD_HOME)) !== undefined) return good('in use by the Homeward that runs here');
  const wanted = [
    { setting: 'HTTP_PORT', host: settings.HTTP_HOST, asked: settings.HTTP_PORT, usual: 8080, needed: true },
    {
      setting: 'MQTT_PORT',
      host: settings.MQTT_HOST,
      asked: settings.MQTT_PORT,
      usual: 1883,
      needed: settings.MQTT_URL === undefined,
    },
  ].filter(({ needed }) => needed);
  const findings = await Promise.all(wanted.map(port));
  return { good: findings.every((one) => one.good), finding: findings.map((one) => one.finding).join('\n') };
}

async function port(wanted: {
  readonly setting: string;
  readonly host: string;
  readonly asked: number | undefined;
  readonly usual: number;
}): Promise<Finding> {
  const { setting, host, asked, usual } = wanted;
  const number = asked ?? usual;
  if (number === 0) return good(`${setting}: any that is free`);
  if ((await findFreePort(number, host)) === number) return good(`${setting}: ${String(number)} is free`);
  // As in a container, in which doctor runs beside the service.
  if (setting === 'HTTP_PORT' && (await isHomeward(number)))
    return good(`${setting}: ${String(number)} is a Homeward's`);
  if (asked === undefined) return good(`${setting}: ${String(number)} is taken, so the next free one will serve`);
  return wrong(`${setting}: another program listens on ${String(number)}. Stop it, or set ${setting} to another port.`);
}

async function isHomeward(port: number): Promise<boolean> {
  const live = new URL('/health/live', `http://127.0.0.1:${String(port)}`);
  const answer = await fetch(live, { signal: AbortSignal.timeout(patienceMilliseconds) }).catch(() => undefined);
  return answer?.ok === true;
}

async function database({ DATABASE_URL: url, HOMEWARD_HOME: folder }: ServiceSettings): Promise<Finding> {
  if (url !== undefined) return good(`${await versionAt(url)} at ${withoutSecrets(url)}`);
  const server = await EmbeddedPostgres.start({ home: join(folder, 'postgres') });
  try {
    return good(`${await versionAt(server.url)}, embedded, at ${server.address}`);
  } finally {
    await server.stop();
  }
}

async function versionAt(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMilliseconds });
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly server_version: string }>('SHOW server_version');
    return `Postgres ${rows[0]?.server_version ?? ''}`;
  } catch (error) {
    throw new Error(`Postgres at ${withoutSecrets(url)}: ${reasonOf(error)}. Check DATABASE_URL.`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function log({ KAFKA_BROKERS: brokers, LOG_NAMESPACE: name }: ServiceSettings): Promise<Finding> {
  if (brokers === undefined) return good('on Postgres (see database)');
  const address = `Kafka at ${brokers.join(', ')}`;
  try {
    const faults = await kafkaTopicFaults({ brokers, ...(name !== undefined && { namespace: name }) });
    return unlessFaults(faults, `${address}, with its topics`);
  } catch (error) {
    return wrong(`${address}: ${reasonOf(error)}. Check KAFKA_BROKERS.`);
  }
}

async function mqtt({ MQTT_URL: url }: ServiceSettings): Promise<Finding> {
  if (url === undefined) return good('the embedded broker, in the gateway');
  try {
    const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: patienceMilliseconds });
    await client.endAsync();
    return good(withoutSecrets(url));
  } catch (error) {
    return wrong(`${withoutSecrets(url)}: ${reasonOf(error)}. Check MQTT_URL.`);
  }
}
