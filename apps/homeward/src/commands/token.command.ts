import { type Command, Option } from 'commander';

import { SystemClock } from '#libs/clock';
import { Role, roles, Scope, scopes } from '#libs/contracts';
import { defaultTokenSeconds, mintToken } from '#libs/identity';
import { readSettings } from '#libs/settings';

import { tokenKey } from '../local-state/token-key.store.ts';
import { HomewardSettings } from '../settings.ts';

interface TokenOptions {
  readonly role?: string;
  readonly scope?: string;
  readonly name: string;
  readonly days: string;
}

/** Adds `homeward token`: prints a bearer token for scripts, and nothing else. */
export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('Print a bearer token for scripts')
    .addOption(new Option('--role <role>', 'what its holder may do').choices(roles))
    .addOption(
      new Option('--scope <scope>', 'for another system: the one thing that it may do')
        .choices(scopes)
        .conflicts('role'),
    )
    .option('--name <name>', 'whose it is, as the chart and the audit will show it', 'A script')
    .option('--days <days>', 'for how long it holds', String(defaultTokenSeconds / 86_400))
    .action(async ({ role, scope, name, days }: TokenOptions) => {
      if (role === undefined && scope === undefined)
        program.error('error: expected --role or --scope, found neither', { exitCode: 2 });
      const ttlSeconds = Number(days) * 86_400;
      if (!(ttlSeconds > 0)) program.error(`error: --days is ${days}; expected a number above 0`, { exitCode: 2 });
      const settings = readSettings('homeward token', HomewardSettings, process.env);
      const key = await tokenKey(settings);
      const now = new SystemClock().now();
      const grant = scope === undefined ? { role: Role.parse(role) } : { scopes: [Scope.parse(scope)] };
      console.log(await mintToken({ key, name, now, ttlSeconds, ...grant }));
    });
}
