import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// sbin is not on an ordinary user's path, and Mosquitto lives there.
const folders = (): readonly string[] => [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/sbin',
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The full path of the first of these programs that this machine has; undefined where it has none. */
export function findProgram(...names: readonly string[]): string | undefined {
  return names.flatMap((name) => folders().map((folder) => join(folder, name))).find(isProgram);
}

/** Whether apt-get may be asked: a Debian, and we are root. */
const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && findProgram('apt-get') !== undefined;

function aptGet(...words: readonly string[]): boolean {
  const { status } = spawnSync('apt-get', ['-q', '-y', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 240_000,
    // Runlevel 1: a package that brings a service does not start it.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  return status === 0;
}

/**
 * The path of a program, after having installed its packages where it is missing and that is allowed (root, Debian).
 *
 * @returns undefined where it cannot be had.
 */
export function findOrInstall(names: readonly string[], ...packages: readonly string[]): string | undefined {
  const there = findProgram(...names);
  if (there !== undefined || !mayInstall()) return there;
  console.log(`Installing ${packages.join(', ')} (apt-get), which this run needs …`);
  const install = () => aptGet('install', '--no-install-recommends', ...packages);
  if (!install() && aptGet('update')) install();
  return findProgram(...names);
}

/** The path of Mosquitto, installed where it may be. */
export const findOrInstallMosquitto = (): string | undefined => findOrInstall(['mosquitto'], 'mosquitto');

/** What a Kafka of the run's own is fetched and run with. Without them it may still come from Docker. */
export function installForKafka(): void {
  findOrInstall(['java'], 'default-jre-headless');
  findOrInstall(['mvn'], 'maven');
}
