import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ProcessLock, ProcessLockHeldError } from '#libs/embedded';

import { HomeInUseError } from '../homeward-errors.ts';
import { removeRunFile, writeRunFile } from '../local-state/run-file.store.ts';
import { aligned } from '../terminal/aligned.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';
import { startDemoWard } from './demo-ward.service.ts';
import { serviceNames } from './service-definitions.service.ts';
import { type RunningServices, startServices } from './services.service.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { Start } from './run-until-stopped.service.ts';

/**
 * Runs all services in this process, says in `run.json` and on the screen where they are, and with `demo` lets simulated
 * patients live on a ward of their own.
 *
 * @throws HomeInUseError when another Homeward runs on the same home.
 */
export async function runEverything(
  { settings, demo }: { readonly settings: ServiceSettings; readonly demo: boolean },
  start: Start,
): Promise<void> {
  const { HOMEWARD_HOME: home } = settings;
  await claim(home, start.stack);
  // What a killed one has left behind leads nowhere.
  await removeRunFile(home);
  const running = await startServices(serviceNames, settings, start);
  start.signal.throwIfAborted();
  const { console: page, api, mqtt = '', database, log, people } = running;
  start.stack.defer(() => removeRunFile(home));
  await writeRunFile(home, { pid: process.pid, console: page.href, api: api.href, mqtt, database, log });
  console.log(welcome(running, demo));
  if (!demo) return;
  const logger = serviceLogger('demo', settings);
  start.stack.defer(await startDemoWard({ settings, api, mqtt, signIns: people, logger }));
}

async function claim(home: string, stack: AsyncDisposableStack): Promise<void> {
  await mkdir(home, { recursive: true });
  try {
    const lock = await ProcessLock.acquire(join(home, 'up.lock'), 0);
    stack.defer(() => lock.release());
  } catch (error) {
    if (error instanceof ProcessLockHeldError) throw new HomeInUseError(home, error.pid);
    throw error;
  }
}

function welcome(running: RunningServices, demo: boolean): string {
  return [
    '',
    `  Homeward is running: ${running.console.href}`,
    `  Devices connect to:  ${running.mqtt ?? ''}`,
    ...signInLines(running),
    ...(demo ? ['', '  The patients are simulated.'] : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** Passwords are for a person at a terminal: what is printed elsewhere is kept, and read by others. */
function signInLines({ people, newPasswords }: RunningServices): readonly string[] {
  if (people.length === 0) return [];
  if (newPasswords.length > 0 && process.stdout.isTTY) {
    const rows = aligned(newPasswords.map(({ username, password, name }) => [`    ${username}`, password, name]));
    return ['', '  Sign in as (user name, password; printed this once):', rows];
  }
  const names = people.map(({ username }) => username).join(', ');
  return ['', `  Sign in as:          ${names}`, '  Passwords:           `npx homeward passwords` makes new ones.'];
}
