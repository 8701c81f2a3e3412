import { newTokenKey, parseTokenKey } from '#libs/identity';

import type { HomewardSettings } from '../settings.ts';
import { keptSecret } from './kept-secret.store.ts';

/**
 * Reads the key that signs bearer tokens: TOKEN_KEY, else the one kept in HOMEWARD_HOME.
 *
 * @throws TokenKeyError when it is not a key.
 */
export async function tokenKey(settings: Pick<HomewardSettings, 'TOKEN_KEY' | 'HOMEWARD_HOME'>): Promise<Uint8Array> {
  return parseTokenKey(settings.TOKEN_KEY ?? (await keptSecret(settings.HOMEWARD_HOME, 'token-key', newTokenKey)));
}
