import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './programs.ts';
import { root } from './pinned-node.mjs';

const succeeds = (program, ...words) =>
  spawnSync(program, words, { stdio: 'ignore', timeout: 120_000, killSignal: 'SIGKILL' }).status === 0;

/**
 * What the images and the compose file are tried with. Nothing is installed for it: an engine is a matter of the machine.
 *
 * @returns the words that compose is called with, or what is missing.
 */
export function containerTools() {
  const docker = findProgram('docker');
  if (docker === undefined || !succeeds(docker, 'version', '--format', '{{.Server.Version}}'))
    return { missing: "No engine of Docker's answers (DOCKER_HOST, or its usual socket)." };
  const compose = succeeds(docker, 'compose', 'version') ? 'docker compose' : findProgram('docker-compose');
  if (compose === undefined) return { missing: 'Docker has no compose, neither as its plugin nor as docker-compose.' };
  if (!canHaveBase(docker))
    return { missing: 'The base image can neither be pulled nor made (as root, by debootstrap).' };
  return { compose };
}

/** Of docker/Dockerfile; a stand-in is made by tests/containers/base-image.ts. */
function canHaveBase(docker) {
  const base = /^FROM (\S+)/mu.exec(readFileSync(join(root, 'docker/Dockerfile'), 'utf8'))?.[1] ?? '';
  if (succeeds(docker, 'image', 'inspect', base)) return true;
  const canBeMade = process.getuid?.() === 0 && findProgram('debootstrap') !== undefined;
  return canBeMade || succeeds(docker, 'pull', '--quiet', base);
}

/** Takes away what a compose project has left: after a run that was broken off, all of it. */
export function removeProject(project) {
  const label = `label=com.docker.compose.project=${project}`;
  const idsOf = (...words) => {
    const { stdout } = spawnSync('docker', [...words, '--quiet', '--filter', label], { encoding: 'utf8' });
    return (stdout ?? '').split('\n').filter((id) => id !== '');
  };
  const remove = (ids, ...words) => {
    if (ids.length > 0) succeeds('docker', ...words, ...ids);
  };
  remove(idsOf('ps', '--all'), 'rm', '--force', '--volumes');
  remove(idsOf('volume', 'ls'), 'volume', 'rm', '--force');
  remove(idsOf('network', 'ls'), 'network', 'rm');
}
