import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { containerTools, removeProject } from './container-tools.mjs';
import { kubernetesTools } from './kubernetes-tools.mjs';
import { root } from './pinned-node.mjs';
import { findOrInstall, findOrInstallMosquitto, installForKafka } from './programs.ts';

/** A library as `npm run build` has left it. */
const built = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

const missing = (what, consequence) => `!! NOT TRIED: ${what}. ${consequence}`;
const reason = (error) => (error instanceof Error ? error.message : String(error)).split('\n')[0];

/** One Postgres for all test files, each of which makes databases of its own in it. */
async function providePostgres(servers) {
  if (process.env.DATABASE_URL) return {};
  const { startTestDatabase } = await built('libs/embedded/src/index.js');
  const server = await startTestDatabase();
  servers.push(server);
  return { environment: { DATABASE_URL: server.url } };
}

async function provideKafka(servers) {
  if (process.env.KAFKA_BROKERS) return {};
  installForKafka();
  try {
    const { startTestKafka } = await built('libs/embedded/src/index.js');
    const kafka = await startTestKafka();
    servers.push(kafka);
    return { environment: { KAFKA_BROKERS: kafka.brokers.join(',') } };
  } catch (error) {
    return {
      note: missing('Kafka', `No KAFKA_BROKERS, no Docker, and its own programs did not start: ${reason(error)}`),
    };
  }
}

function provideMosquitto() {
  if (process.env.MQTT_URL || findOrInstallMosquitto() !== undefined) return {};
  return { note: missing('a remote MQTT broker', 'No MQTT_URL and no mosquitto: only the embedded broker is tested.') };
}

function provideChromium() {
  const asked = process.env.CHROMIUM_PATH;
  const found =
    asked && existsSync(asked) ? asked : findOrInstall(['chromium', 'chromium-browser', 'google-chrome'], 'chromium');
  if (found !== undefined) return { environment: { CHROMIUM_PATH: found } };
  return {
    note: missing(
      'the console in a browser',
      'No CHROMIUM_PATH, no chromium on this machine, and not root to install it.',
    ),
  };
}

function provideKubernetesTools() {
  const { kubectl, validate } = kubernetesTools();
  const environment = {
    KUBECTL_PATH: kubectl ?? '',
    ...(validate !== undefined && { KUBERNETES_VALIDATE_PATH: validate }),
  };
  if (kubectl === undefined) {
    const note = missing('the Kubernetes manifests', 'No kubectl with Kustomize 4 or newer on this machine.');
    return { environment, note };
  }
  if (validate !== undefined) return { environment };
  const note = missing('the schemas of Kubernetes', 'kubernetes-validate could not be installed from PyPI.');
  return { environment, note };
}

function providePrometheus() {
  const promtool = findOrInstall(['promtool'], 'prometheus');
  const prometheus = findOrInstall(['prometheus'], 'prometheus');
  const environment = { PROMTOOL_PATH: promtool ?? '', PROMETHEUS_PATH: prometheus ?? '' };
  if (promtool !== undefined && prometheus !== undefined) return { environment };
  return { environment, note: missing('alert rules and dashboards', 'No Prometheus and promtool on this machine.') };
}

/** What is left in the end belongs to a run that was broken off. */
function provideContainers(servers) {
  const { compose, missing: lacking } = containerTools();
  if (compose === undefined) return { environment: { DOCKER_COMPOSE: '' }, note: missing('containers', lacking) };
  const project = `homeward-tests-${process.env.HOMEWARD_TEST_RUN}`;
  servers.push({ stop: async () => removeProject(project) });
  return { environment: { DOCKER_COMPOSE: compose, HOMEWARD_COMPOSE_PROJECT: project } };
}

/**
 * Provides what the tests of these projects need, each from the first place that has it: the environment, Docker, a
 * program on this machine, the embedded part.
 *
 * @param servers is given all that has been started, for the caller to stop.
 * @returns variables for the tests, and one line for each thing that could not be had.
 */
export async function provideServers({ wanted, servers }) {
  if (wanted.every((project) => project === 'unit')) return { environment: {}, notes: [] };
  const provided = [
    ...(await Promise.all([providePostgres(servers), provideKafka(servers)])),
    provideMosquitto(),
    ...(wanted.includes('path')
      ? [provideChromium(), provideKubernetesTools(), providePrometheus(), provideContainers(servers)]
      : []),
  ];
  return {
    environment: Object.assign({}, ...provided.map((part) => part.environment ?? {})),
    notes: provided.flatMap((part) => part.note ?? []),
  };
}
