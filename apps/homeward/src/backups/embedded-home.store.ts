import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RecoveredPostgres } from '#libs/embedded';

import type { BaseBackup } from './backup-folder.store.ts';

/** The role that owns the database of the embedded Postgres, and of the compose file. */
const embeddedRole = 'homeward';

/**
 * Gives the role that Homeward signs in as a new password, in a file beside the data: so the folder can be the home of the
 * embedded Postgres. Another server's role keeps its own.
 */
export async function handOverToEmbedded(
  home: string,
  { database, backup }: { readonly database: RecoveredPostgres; readonly backup: BaseBackup },
): Promise<void> {
  if (backup.user !== embeddedRole) return;
  const password = randomBytes(24).toString('base64url');
  await database.client.query(`ALTER ROLE ${embeddedRole} PASSWORD '${password}'`);
  await writeFile(join(home, 'password'), `${password}\n`, { mode: 0o600 });
}
