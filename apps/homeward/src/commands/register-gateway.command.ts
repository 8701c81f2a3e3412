import type { Command } from 'commander';

import { SystemClock } from '#libs/clock';
import { GatewayCredential } from '#libs/contracts';
import { mintToken } from '#libs/identity';
import { readSettings } from '#libs/settings';

import { ApiRefusedError, NotRunningError } from '../homeward-errors.ts';
import { readRunFile } from '../local-state/run-file.store.ts';
import { tokenKey } from '../local-state/token-key.store.ts';
import { HomewardSettings } from '../settings.ts';

/** Adds `homeward register-gateway`: prints the gateway's MQTT user name and password once, as one line of JSON. */
export function addRegisterGatewayCommand(program: Command): void {
  program
    .command('register-gateway')
    .description('Register a gateway with the running Homeward; prints {"gatewayId", "secret"} once')
    .argument('<name>', 'what people will know it by')
    .action(async (name: string) => {
      const settings = readSettings('homeward register-gateway', HomewardSettings, process.env);
      const api = settings.HOMEWARD_API_URL ?? (await readRunFile(settings.HOMEWARD_HOME))?.api;
      if (api === undefined) throw new NotRunningError(settings.HOMEWARD_HOME);
      const token = await mintToken({
        key: await tokenKey(settings),
        role: 'administrator',
        name: 'homeward register-gateway',
        now: new SystemClock().now(),
        ttlSeconds: 300,
      });
      const { gatewayId, secret } = await register({ api, token, name, home: settings.HOMEWARD_HOME });
      console.log(JSON.stringify({ gatewayId, secret }));
    });
}

async function register(request: {
  readonly api: string;
  readonly token: string;
  readonly name: string;
  readonly home: string;
}): Promise<GatewayCredential> {
  const { api, token, name, home } = request;
  const response = await fetch(new URL('/api/v1/gateways', api), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  }).catch(() => {
    throw new NotRunningError(home);
  });
  const answer = await response.text();
  if (!response.ok) throw new ApiRefusedError(`Registering the gateway "${name}"`, response.status, answer);
  return GatewayCredential.parse(JSON.parse(answer));
}
