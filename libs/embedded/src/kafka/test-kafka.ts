import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../postgres/free-port.ts';
import { kafkaArtefacts } from './kafka-artefacts.ts';
import { TestKafkaUnavailableError } from './kafka-errors.ts';
import { startKafkaNode } from './kafka-node.ts';

export interface TestKafka {
  readonly brokers: readonly string[];
  /** Of its process, where it is one of this machine that was started here: for tests that halt it. */
  readonly pid?: number | undefined;
  /** Stops it, if it was started here, and takes its data away. */
  stop(): Promise<void>;
}

const image = 'apache/kafka:4.1.0';
/** Without the image on the machine, a registry has to answer; where none can be reached, that shows soon. */
const dockerPatienceMs = 60_000;

/**
 * A real Kafka for tests: the brokers in KAFKA_BROKERS; else a container, where Docker answers and the image can be had;
 * else Apache Kafka from its Maven artefacts, run by the machine's Java. One serves a whole run of tests: each takes a
 * namespace of its own.
 *
 * @throws TestKafkaUnavailableError with one line that says what is missing.
 */
export async function startTestKafka(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TestKafka> {
  const given = environment['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return { brokers: given.split(','), stop: () => Promise.resolve() };
  const inContainer = await startContainer(environment);
  if (inContainer !== undefined) return inContainer;
  const node = await startKafkaNode(await kafkaArtefacts(repositoryRoot()));
  return { brokers: [node.broker], pid: node.pid, stop: () => node.stop() };
}

/** Undefined where there is no Docker, or the image cannot be had in good time. */
async function startContainer(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TestKafka | undefined> {
  if (environment['DOCKER_HOST'] === undefined && !existsSync('/var/run/docker.sock')) return undefined;
  try {
    // Loaded only here: it is for tests, and an installation without development packages lacks it.
    const { GenericContainer, Wait } = await import('testcontainers');
    const port = await findFreePort();
    const starting = new GenericContainer(image)
      .withExposedPorts({ container: port, host: port })
      .withEnvironment(containerSettings(port))
      .withWaitStrategy(Wait.forListeningPorts())
      .withStartupTimeout(dockerPatienceMs)
      .start();
    const container = await Promise.race([starting, pause(dockerPatienceMs, undefined, { ref: false })]);
    if (container === undefined) return undefined;
    return {
      brokers: [`127.0.0.1:${String(port)}`],
      stop: async () => {
        await container.stop();
      },
    };
  } catch {
    return undefined; // No daemon behind the socket, or no image: Maven comes next.
  }
}

/** The image takes either none of its settings from the environment or all of them. */
const containerSettings = (port: number): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:${String(port)},CONTROLLER://localhost:9093`,
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${String(port)}`,
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
});

/** Seen from the sources and from dist alike: the folder with package.json. */
function repositoryRoot(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'docker/kafka/pom.xml'))) return folder;
  }
  throw new TestKafkaUnavailableError('docker/kafka/pom.xml is missing.');
}
