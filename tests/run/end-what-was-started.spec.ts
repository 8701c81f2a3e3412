import { eventually } from '#libs/fixtures';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const module = join(import.meta.dirname, 'end-what-was-started.mjs');
/** Starts a program in a session of its own, which no terminal's Ctrl-C reaches, and says which process it is. */
const program = `
  const { pid } = require('node:child_process').spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  console.log(pid);
  setInterval(() => undefined, 1000);`;

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a benchmark that is broken off', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends by %s what it had started', async (signal) => {
    const { HOMEWARD_TEST_RUN: _ofThisRun, ...env } = process.env;
    const run = spawn(process.execPath, ['--import', module, '-e', program], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [written] = (await once(run.stdout, 'data')) as [Buffer];
    const started = Number(written.toString());
    expect(isRunning(started)).toBe(true);

    run.kill(signal);
    const [status] = (await once(run, 'exit')) as [number];
    expect(status).toBe({ SIGINT: 130, SIGTERM: 143 }[signal]);
    await eventually(() => !isRunning(started), { what: 'what was started has ended', withinMs: 5_000 });
  });
});
