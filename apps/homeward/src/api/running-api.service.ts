import { SystemClock } from '#libs/clock';
import { mintToken } from '#libs/identity';

import { ApiRefusedError, NotRunningError } from '../homeward-errors.ts';
import { readRunFile } from '../local-state/run-file.store.ts';
import { tokenKey } from '../local-state/token-key.store.ts';
import type { HomewardSettings } from '../settings.ts';
import { HomewardApi } from './homeward-api.client.ts';

const tokenSeconds = 300;

/**
 * The API of the Homeward that runs, for a command. Its requests reject with ApiRefusedError or NotRunningError.
 *
 * @param command as the audit is to name it.
 * @throws NotRunningError when none is to be found.
 */
export async function runningApi(settings: HomewardSettings, command: string): Promise<HomewardApi> {
  const { HOMEWARD_API_URL, HOMEWARD_HOME: home } = settings;
  const api = HOMEWARD_API_URL ?? (await readRunFile(home))?.api;
  if (api === undefined) throw new NotRunningError(home);
  const key = await tokenKey(settings);
  return new HomewardApi({
    api,
    tokenFor: (role) => mintToken({ key, role, name: command, now: new SystemClock().now(), ttlSeconds: tokenSeconds }),
    errors: {
      refused: (refusal) => new ApiRefusedError(refusal),
      unreachable: () => new NotRunningError(home),
    },
  });
}
