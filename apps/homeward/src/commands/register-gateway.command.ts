import type { Command } from 'commander';

import { GatewayCredential } from '#libs/contracts';
import { readSettings } from '#libs/settings';

import { runningApi } from '../api/running-api.service.ts';
import { HomewardSettings } from '../settings.ts';

/** Adds `homeward register-gateway`: prints the gateway's MQTT user name and password once, as one line of JSON. */
export function addRegisterGatewayCommand(program: Command): void {
  program
    .command('register-gateway')
    .description('Register a gateway with the running Homeward; prints {"gatewayId", "secret"} once')
    .argument('<name>', 'what people will know it by')
    .action(async (name: string) => {
      const settings = readSettings('homeward register-gateway', HomewardSettings, process.env);
      const api = await runningApi(settings, 'homeward register-gateway');
      const { gatewayId, secret } = await api.ask({
        method: 'POST',
        path: '/gateways',
        as: 'administrator',
        body: { name },
        answer: GatewayCredential,
      });
      console.log(JSON.stringify({ gatewayId, secret }));
    });
}
