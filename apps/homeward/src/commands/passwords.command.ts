import { type Command, Option } from 'commander';

import { Role, roles } from '#libs/contracts';
import { readSettings } from '#libs/settings';

import { HomewardSettings } from '../settings.ts';
import { aligned } from '../terminal/aligned.ts';

/** Adds `homeward passwords`: gives those who sign in with the embedded provider new passwords, and prints them. */
export function addPasswordsCommand(program: Command): void {
  program
    .command('passwords')
    .description('Give those who sign in with the embedded provider new passwords, and print them')
    .addOption(new Option('--role <role>', 'only the one with this role').choices(roles))
    .action(async ({ role }: { readonly role?: string }) => {
      const { HOMEWARD_HOME: home } = readSettings('homeward passwords', HomewardSettings, process.env);
      const { EmbeddedOpenIdProvider } = await import('#libs/embedded');
      const of = role === undefined ? undefined : Role.parse(role);
      const made = await EmbeddedOpenIdProvider.renewPasswords(home, of);
      console.log(aligned(made.map(({ username, password, name }) => [username, password, name])));
    });
}
