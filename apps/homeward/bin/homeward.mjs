#!/usr/bin/env node
/**
 * The `homeward` command, from a fresh clone on any Node from 20: installs what package-lock.json names, builds what is
 * out of date, and hands over to the Node that package.json pins. All that it says itself goes to standard error.
 */
import { spawn } from 'node:child_process';
import { prepare } from './set-up.mjs';

// Left alone, V8 lets garbage grow to several times of what is in use, as the machine has memory: 500 MB under full
// load, of which 60 to 90 are needed. This keeps a service below 300 MB, for about a tenth more processor time. A replay
// leaves far more garbage, all of it short-lived, and ends: given room for it, it takes a quarter less time.
const memory =
  process.argv[2] === 'replay'
    ? ['--max-semi-space-size=64']
    : ['--heap-growing-percent=40', '--max-semi-space-size=8'];

const flags = [
  // kafkajs 2.2.4 sets timers in the past, which is harmless; every other warning is still shown.
  '--disable-warning=TimeoutNegativeWarning',
  `--import=${new URL('./source-maps.mjs', import.meta.url).href}`,
  ...memory,
];

// The C library gives each thread memory of its own, and takes little of it back: some 40 MB of the clinician service. A
// replay is a sixth slower without.
const environment = process.argv[2] === 'replay' ? process.env : { MALLOC_ARENA_MAX: '1', ...process.env };

const { node, main } = await prepare();
const words = [...flags, main, ...process.argv.slice(2)];

if (typeof process.execve === 'function' && process.platform !== 'win32') {
  // One process instead of two: signals, exit status and `kill -9` all mean the one that does the work.
  process.execve(node, [node, ...words], environment);
} else {
  // The channel lets the child notice that this process was killed, and stop.
  const child = spawn(node, words, { env: environment, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Cannot start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
