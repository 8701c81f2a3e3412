import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './pinned-node.mjs';
import { endProcessesOfRun } from './processes-of-run.mjs';
import { provideServers } from './servers.mjs';

const projects = ['unit', 'int', 'path'];
const words = process.argv.slice(2);
const chosen = words.filter((word) => projects.includes(word));
const patterns = words.filter((word) => !projects.includes(word) && !word.startsWith('-'));
const options = words.filter((word) => word.startsWith('-'));
const everything = words.length === 0;

// Every process that is started from here on inherits the mark, and every temporary file is under one folder: so both
// can be found and taken away at the end, however that comes.
const mark = randomUUID();
const folder = mkdtempSync(join(tmpdir(), 'homeward-tests-'));
chmodSync(folder, 0o755); // Started by root, Postgres runs as another user and has to get through.
// Machines of continuous integration share their cores with others: a test gives up later there.
const patience = process.env.HOMEWARD_TEST_PATIENCE ?? (process.env.CI ? '3' : '1');
const environment = { ...process.env, HOMEWARD_TEST_RUN: mark, HOMEWARD_TEST_PATIENCE: patience, TMPDIR: folder };
Object.assign(process.env, environment);

const running = new Set();
let interrupted = false;

/** Runs a program in the foreground; resolves to its exit status. */
function run(program, parameters, extra = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd: root, env: { ...environment, ...extra }, stdio: 'inherit' });
    running.add(child);
    child.on('error', (error) => console.error(`${program}: ${error.message}`));
    child.on('close', (status) => {
      running.delete(child);
      resolve(status ?? 1);
    });
  });
}

function interrupt() {
  interrupted = true;
  for (const child of running) child.kill('SIGTERM');
}
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

/** Checks while the servers start, then tests; resolves to the exit status. */
async function test(servers) {
  const [provided, checked] = await Promise.all([
    provideServers({ wanted: chosen.length === 0 ? projects : chosen, servers }),
    everything ? run(process.execPath, ['tests/run/check.mjs', '--whole']) : 0,
  ]);
  for (const note of provided.notes) console.log(note);
  if (interrupted) return 130;

  const notes = [...provided.notes];
  if (checked !== 0) notes.push('!! npm run check FAILED: see above.');

  const tested = await run(
    process.execPath,
    [
      // What the workers that Jest starts take over from it.
      '--import',
      join(root, 'tests/run/typescript.mjs'),
      '--conditions=homeward-source',
      '--enable-source-maps',
      // kafkajs sets timers in the past, which is harmless.
      '--disable-warning=TimeoutNegativeWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      // One more than a small machine has cores, as much of the time a test waits for others.
      '--maxWorkers=3',
      // What a file leaves behind stays in its worker, which makes way for a new one when it has become this large.
      '--workerIdleMemoryLimit=1000MB',
      ...options,
      ...(chosen.length === 0 ? [] : ['--selectProjects', ...chosen]),
      '--',
      ...patterns,
    ],
    { ...provided.environment, HOMEWARD_TEST_NOTES: notes.join('\n') },
  );
  if (interrupted) return 130;
  return tested !== 0 ? tested : checked;
}

const servers = [];
try {
  process.exitCode = await test(servers);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const server of servers.reverse()) await server.stop().catch((error) => console.error(error));
  await endProcessesOfRun(mark);
  rmSync(folder, { recursive: true, force: true });
}
