#!/usr/bin/env node
/**
 * `npm run check`: format, lint, types, import rules and dead code, two at a time, in under a minute. Runs all of them
 * even when one fails, so that one run tells everything. `--whole`, as in `npm test`, trusts no cache.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWithPinnedNode, root } from './pinned-node.mjs';

const whole = process.argv.includes('--whole');

const steps = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  // What a change elsewhere makes wrong in a file that did not change itself, only --whole finds.
  ['lint', 'eslint', ...(whole ? [] : ['--cache', '--cache-location', 'node_modules/.cache/eslint/']), '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '--cache', '.'],
  ['dead code', 'knip', '--no-progress'],
  ['import rules', 'node', 'lint/import-rules.mjs'],
];
if (existsSync(join(root, 'apps/console/tsconfig.json')))
  steps.push(['types of the console', 'tsc', '-p', 'apps/console/tsconfig.json']);

/** Runs one step and prints its line; what it had to say only if it failed. Resolves to whether it passed. */
function run([name, program, ...parameters]) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin', program), parameters, {
      cwd: root,
      env: environmentWithPinnedNode(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(String(error))));
    child.on('close', (status) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (status !== 0) console.log(Buffer.concat(output).toString());
      resolve(status === 0);
    });
  });
}

const waiting = [...steps];
const failed = [];
async function work() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
    if (!(await run(step))) failed.push(step[0]);
}
await Promise.all([work(), work()]);
if (failed.length > 0) console.log(`check: ${failed.join(', ')} failed.`);
process.exitCode = failed.length > 0 ? 1 : 0;
