import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from '#libs/fixtures';
import type { RunningHomeward } from '../running/running-homeward.ts';
import { everywhere, type Fault, type LastingFault } from './fault.ts';

const patience = { withinMs: 60_000, everyMs: 50 };
/** The log of embedded parts is in it too, and so are timers, and what services have read. */
const failing = /database|log|timers|gateway|scoring|clinician/;
// It may be back before the next scrape.
const metric = /^homeward_check_failures_total\{check="[a-z]+-database"\}$/;

/** The operator's `kill`, or a host that shuts down: it takes no new connection, and waits for those it has to leave. */
export const postgresAskedToStop: Fault = {
  name: 'Postgres is asked to stop',
  kind: 'outage',
  possible: everywhere,
  failing,
  metric,
  begin: ({ homeward }) => signalled(homeward, 'SIGTERM'),
};

export const postgresKilled: Fault = {
  name: 'Postgres is killed',
  kind: 'outage',
  possible: everywhere,
  failing,
  metric,
  begin: ({ homeward }) => signalled(homeward, 'SIGKILL'),
};

/** It neither answers nor closes a connection: a machine that swaps, or a disk that hangs. */
export const postgresHalts: Fault = {
  name: 'Postgres halts',
  kind: 'outage',
  possible: everywhere,
  failing,
  metric,
  begin: async ({ homeward }) => {
    const pid = await pidOf(homeward);
    const all = [pid, ...(await childrenOf(pid))];
    for (const one of all) sendSignal(one, 'SIGSTOP');
    return {
      end: async () => {
        for (const one of all) sendSignal(one, 'SIGCONT');
        await answers(homeward);
      },
    };
  },
};

/** It comes back by itself: its supervisor starts it again. */
async function signalled(homeward: RunningHomeward, signal: NodeJS.Signals): Promise<LastingFault> {
  const pid = await pidOf(homeward);
  process.kill(pid, signal);
  return {
    end: async () => {
      const another = async (): Promise<boolean> => {
        const now = await homeward.postgres.pid();
        return now !== undefined && now !== pid;
      };
      await eventually(another, { what: 'Postgres to be started again', ...patience });
      await answers(homeward);
    },
  };
}

/** Connections end, and their processes with them; a server that halts for long is started anew. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function pidOf(homeward: RunningHomeward): Promise<number> {
  const pid = await homeward.postgres.pid();
  if (pid === undefined) throw new Error('Postgres does not run.');
  return pid;
}

/** None where there is no /proc: the server alone is halted there. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const file = `/proc/${String(pid)}/task/${String(pid)}/children`;
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

async function answers(homeward: RunningHomeward): Promise<void> {
  const ask = async (): Promise<true> => {
    const client = new pg.Client({ connectionString: await homeward.postgres.url() });
    client.on('error', () => undefined);
    await Promise.race([
      client.connect().then(() => client.query('select 1')),
      pause(2_000, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer'))),
    ]).finally(() => void client.end().catch(() => undefined));
    return true;
  };
  await eventually(ask, { what: 'Postgres to answer', ...patience });
}
