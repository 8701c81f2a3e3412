import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../postgres/free-port.ts';
import { TestKafkaUnavailableError } from './kafka-errors.ts';

const run = promisify(execFile);
const startupSeconds = 60;

/** One Kafka, broker and controller in one, with its data in a folder that goes with it. */
export interface KafkaNode {
  readonly broker: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const settings = (port: number, controllerPort: number, data: string): string => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${String(controllerPort)}
listeners=PLAINTEXT://127.0.0.1:${String(port)},CONTROLLER://127.0.0.1:${String(controllerPort)}
advertised.listeners=PLAINTEXT://127.0.0.1:${String(port)}
controller.listener.names=CONTROLLER
log.dirs=${data}
num.partitions=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
`;

/**
 * Starts a KRaft node from its jars with the machine's Java, on ports that are free.
 *
 * @throws TestKafkaUnavailableError if there is no Java, or the node does not open its port within a minute.
 */
export async function startKafkaNode(artefacts: string): Promise<KafkaNode> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-kafka-'));
  const port = await findFreePort();
  const config = join(folder, 'server.properties');
  await writeFile(config, settings(port, await findFreePort(), join(folder, 'data')));
  const classes = ['-cp', join(artefacts, '*')];
  // Kafka logs through slf4j, for which no backend is among the jars: it is silent, which suits a test.
  const small = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=4'];
  try {
    const { stdout } = await run('java', [...classes, 'kafka.tools.StorageTool', 'random-uuid']);
    await run('java', [...classes, 'kafka.tools.StorageTool', 'format', '-t', stdout.trim(), '-c', config]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new TestKafkaUnavailableError(`Kafka could not be set up: ${reasonOf(error)}`);
  }
  const output = await open(join(folder, 'output.log'), 'w');
  const java = spawn('java', [...small, ...classes, 'kafka.Kafka', config], {
    stdio: ['ignore', output.fd, output.fd],
  });
  await output.close();
  const killAtExit = (): void => {
    java.kill('SIGKILL');
  };
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    process.off('exit', killAtExit);
    await end(java);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilOpen(port, java);
  } catch (error) {
    const said = (await readFile(join(folder, 'output.log'), 'utf8')).split('\n').slice(-3).join(' ');
    await stop();
    throw new TestKafkaUnavailableError(`Kafka did not start: ${reasonOf(error)} ${said}`);
  }
  return { broker: `127.0.0.1:${String(port)}`, pid: java.pid, stop };
}

async function untilOpen(port: number, java: ChildProcess): Promise<void> {
  for (let tries = 0; tries < startupSeconds * 10; tries += 1) {
    if (java.exitCode !== null) throw new Error(`it ended with status ${String(java.exitCode)}.`);
    if (await opens(port)) return;
    await pause(100);
  }
  throw new Error(`its port did not open within ${String(startupSeconds)} seconds.`);
}

function opens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Its data is about to go, so there is nothing that it could put in order. */
async function end(java: ChildProcess): Promise<void> {
  if (java.exitCode !== null || java.signalCode !== null) return;
  const ended = new Promise((resolve) => java.once('exit', resolve));
  java.kill('SIGKILL');
  await ended;
}

const reasonOf = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'java is missing.';
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
};
