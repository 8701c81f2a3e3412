import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root } from './pinned-node.mjs';

const readPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * Whether node_modules holds what package-lock.json names. npm writes its own lock file there as the last thing it
 * does, so an installation that was broken off does not pass for a whole one.
 */
function installed() {
  const written = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(written) || !existsSync(pinnedNode)) return false;
  const there = readPackages(written);
  const asked = Object.entries(readPackages(join(root, 'package-lock.json')));
  return asked.every(([path, entry]) => path === '' || entry.optional || there[path]?.version === entry.version);
}

/** Installs what package-lock.json names, unless it is there already. Ends the process where npm cannot. */
export async function installDependencies() {
  if (installed()) return;
  console.log('Installing dependencies (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-progress'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed (see above): nothing was tested.');
    process.exit(1);
  }
}
