import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestKafkaUnavailableError } from './kafka-errors.ts';

const run = promisify(execFile);

/**
 * The folder with Kafka's jars, copied from Maven if they are not there yet: docker/kafka/pom.xml names the version.
 *
 * @throws TestKafkaUnavailableError if Maven is missing or cannot get them.
 */
export async function kafkaArtefacts(repository: string): Promise<string> {
  const cache = join(repository, 'node_modules/.cache/homeward');
  const folder = join(cache, 'kafka');
  if (existsSync(folder) && (await readdir(folder)).some((file) => file.startsWith('kafka-server-'))) return folder;
  // Copied elsewhere first, so that a copy which was broken off is not taken for a whole one.
  const copy = join(cache, `kafka-${String(process.pid)}`);
  await mkdir(cache, { recursive: true });
  try {
    await run('mvn', [
      '-B',
      '-q',
      '-f',
      join(repository, 'docker/kafka/pom.xml'),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${copy}`,
    ]);
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'mvn is missing' : String(error);
    throw new TestKafkaUnavailableError(`Kafka's Maven artefacts cannot be had: ${reason.split('\n')[0] ?? ''}`);
  }
  await rm(folder, { recursive: true, force: true });
  try {
    await rename(copy, folder);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error;
    await rm(copy, { recursive: true, force: true });
  }
  return folder;
}
