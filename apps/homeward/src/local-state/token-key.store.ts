import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { newTokenKey, parseTokenKey } from '#libs/identity';

import type { HomewardSettings } from '../settings.ts';

/**
 * Reads the key that signs bearer tokens: TOKEN_KEY, else the one kept in HOMEWARD_HOME, which is made by the first
 * process that needs it first and can be read by its owner only.
 *
 * @throws TokenKeyError when it is not a key.
 */
export async function tokenKey(settings: Pick<HomewardSettings, 'TOKEN_KEY' | 'HOMEWARD_HOME'>): Promise<Uint8Array> {
  if (settings.TOKEN_KEY !== undefined) return parseTokenKey(settings.TOKEN_KEY);
  const file = join(settings.HOMEWARD_HOME, 'token-key');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return parseTokenKey(kept);
  await mkdir(settings.HOMEWARD_HOME, { recursive: true });
  const draft = `${file}.${crypto.randomUUID()}`;
  await writeFile(draft, `${newTokenKey()}\n`, { mode: 0o600 });
  // Linking refuses to replace: of several that make one at once, the first one's is everybody's.
  await link(draft, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(draft);
  return parseTokenKey(await readFile(file, 'utf8'));
}
