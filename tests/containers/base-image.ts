import { access, cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { docker, dockerSucceeds, succeed } from './docker-engine.ts';

/** As docker/Dockerfile names it. */
export const baseImage = 'node:24-bookworm-slim';
const userId = '1000';

/**
 * Has the base image: pulled, or where no registry can be reached made of Debian's packages and of this process's own Node,
 * as root alone can.
 *
 * @throws Error with what is missing on this machine.
 */
export async function ensureBaseImage(): Promise<void> {
  if (await dockerSucceeds('image', 'inspect', baseImage)) return;
  if (await dockerSucceeds('pull', '--quiet', baseImage)) return;
  if (process.getuid?.() !== 0) throw new Error(`${baseImage} cannot be pulled, and only root can make a stand-in.`);
  const folder = await mkdtemp(join(tmpdir(), 'homeward-base-'));
  try {
    await succeed('debootstrap', ['--variant=minbase', 'bookworm', folder]);
    await addNode(folder);
    await succeed('chroot', [folder, 'useradd', '--create-home', '--uid', userId, 'node']);
    const settings = [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...(await addAuthorities(folder)),
    ];
    const archive = join(dirname(folder), `${folder.split('/').at(-1) ?? 'base'}.tar`);
    await succeed('tar', ['-C', folder, '-cf', archive, '.']);
    const changes = settings.flatMap((setting) => ['--change', `ENV ${setting}`]);
    await docker('import', ...changes, archive, baseImage);
    await rm(archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function addNode(root: string): Promise<void> {
  await cp(await realpath(process.execPath), join(root, 'usr/local/bin/node'));
  const npm = await firstOf(['/usr/lib/node_modules/npm', '/usr/local/lib/node_modules/npm']);
  const modules = join(root, 'usr/local/lib/node_modules');
  await mkdir(modules, { recursive: true });
  await cp(npm, join(modules, 'npm'), { recursive: true, dereference: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
}

/** On a network with an authority of its own, npm has to know it in the container as it does here. */
async function addAuthorities(root: string): Promise<readonly string[]> {
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  if (file === undefined) return [];
  const inside = '/usr/local/share/extra-authorities.pem';
  await cp(await realpath(file), join(root, inside));
  return [`NODE_EXTRA_CA_CERTS=${inside}`];
}

async function firstOf(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  throw new Error(`No npm on this machine: looked in ${paths.join(', ')}.`);
}
