#!/usr/bin/env node
/**
 * `npm test`, from a fresh clone on any Node from 20: installs what package-lock.json names, then hands over to the
 * pinned Node, which builds, starts the servers that the tests need, checks, and runs every test once.
 *
 * `npm test -- unit` (or int, path) keeps to those projects and leaves the checks out; further words are paths, and options of Jest.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { environmentWithPinnedNode, pinnedNode, root } from './pinned-node.mjs';

await installDependencies();

const child = spawn(pinnedNode, [join(root, 'tests/run/run-tests.mjs'), ...process.argv.slice(2)], {
  cwd: root,
  env: environmentWithPinnedNode(),
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to both of us: this one stays until the other has put everything away.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (status, signal) => {
  process.exitCode = status ?? (signal === null ? 1 : 130);
});
