import { type Command, Option } from 'commander';

import { SystemClock } from '#libs/clock';
import { Role, roles } from '#libs/contracts';
import { defaultTokenSeconds, mintToken } from '#libs/identity';
import { readSettings } from '#libs/settings';

import { tokenKey } from '../local-state/token-key.store.ts';
import { HomewardSettings } from '../settings.ts';

/** Adds `homeward token`: prints a bearer token for scripts, and nothing else. */
export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('Print a bearer token for scripts')
    .addOption(new Option('--role <role>', 'what its holder may do').choices(roles).makeOptionMandatory())
    .option('--name <name>', 'whose it is, as the chart and the audit will show it', 'A script')
    .option('--days <days>', 'for how long it holds', String(defaultTokenSeconds / 86_400))
    .action(async ({ role, name, days }: { readonly role: string; readonly name: string; readonly days: string }) => {
      const ttlSeconds = Number(days) * 86_400;
      if (!(ttlSeconds > 0)) program.error(`error: --days is ${days}; expected a number above 0`, { exitCode: 2 });
      const settings = readSettings('homeward token', HomewardSettings, process.env);
      const key = await tokenKey(settings);
      const now = new SystemClock().now();
      console.log(await mintToken({ key, role: Role.parse(role), name, now, ttlSeconds }));
    });
}
