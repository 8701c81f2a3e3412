import { lockPostgresLog } from '../../outside/postgres-log-lock.ts';
import type { Fault } from './fault.ts';

const shared = {
  kind: 'outage',
  failing: /log|gateway|scoring|clinician/,
  metric: /^homeward_check_failed\{check="(?:gateway-|scoring-)?log"\}$/,
} as const;

/** Reads and writes of the log wait, while the rest of the database works. */
export const postgresLogAway: Fault = {
  ...shared,
  name: 'the log in Postgres is locked',
  possible: ({ parts }) => parts === 'embedded',
  begin: async ({ homeward }) => ({ end: await lockPostgresLog(await homeward.postgres.url()) }),
};

export const kafkaHalts: Fault = {
  ...shared,
  name: 'Kafka halts',
  possible: ({ kafka }) => kafka !== undefined,
  begin: async ({ homeward }) => {
    const pid = await homeward.kafka?.pid();
    if (pid === undefined) throw new Error('Kafka does not run.');
    process.kill(pid, 'SIGSTOP');
    return {
      end: () => {
        process.kill(pid, 'SIGCONT');
        return Promise.resolve();
      },
    };
  },
};
