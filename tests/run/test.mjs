#!/usr/bin/env node
/**
 * `npm test`, from a fresh clone on any Node from 20: installs and builds what is out of date, as the `homeward` command
 * does, then hands over to the pinned Node, which starts the servers that the tests need, checks, and runs every test
 * once.
 *
 * `npm test -- unit` (or int, path) keeps to those projects and leaves the checks out; further words are paths, and
 * options of Jest.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare } from '../../apps/homeward/bin/set-up.mjs';
import { environmentWithPinnedNode, root } from './pinned-node.mjs';

const { node } = await prepare();

const child = spawn(node, [join(root, 'tests/run/run-tests.mjs'), ...process.argv.slice(2)], {
  cwd: root,
  env: environmentWithPinnedNode(),
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to both of us: this one stays until the other has put everything away.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (status, signal) => {
  process.exitCode = status ?? (signal === null ? 1 : 130);
});
