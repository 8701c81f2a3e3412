import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// sbin is not on an ordinary user's path, and Mosquitto lives there.
const folders = () => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/sbin',
];

/** The full path of the first of these programs that this machine has; undefined where it has none. */
export function findProgram(...names) {
  for (const name of names)
    for (const folder of folders()) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        continue; // Not in this folder.
      }
    }
  return undefined;
}

/** Whether apt-get may be asked: a Debian, and we are root. */
const mayInstall = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && findProgram('apt-get') !== undefined;

function aptGet(...words) {
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
export function findOrInstall(names, ...packages) {
  const there = findProgram(...names);
  if (there !== undefined || !mayInstall()) return there;
  console.log(`Installing ${packages.join(', ')} (apt-get), which some tests need …`);
  const install = () => aptGet('install', '--no-install-recommends', ...packages);
  if (!install() && aptGet('update')) install();
  return findProgram(...names);
}
