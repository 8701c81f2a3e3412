/**
 * Who imports whom, against the rules of .dependency-cruiser.mjs and against circles of folders. As a program it prints
 * what it found of this tree; its status is 1 when that is anything.
 */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { folderCycles } from './folder-cycles.mjs';

const root = resolve(import.meta.dirname, '..');
const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Reads every import of a tree. */
export async function cruise(tree) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'apps', 'libs', 'tests'],
    { cwd: tree, maxBuffer: 512 * 1024 * 1024 },
  ).catch((failed) => {
    // With breaches its exit status is their number, and the report is there all the same; a faulty configuration has none.
    if (failed.stdout === '') throw new Error(failed.stderr);
    return failed;
  });
  const { modules, summary } = JSON.parse(stdout);
  const comments = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  return {
    files: modules.map(({ source }) => source),
    rules: [...comments.keys()],
    breaches: summary.violations.map(({ rule: { name }, from, to }) => ({
      rule: name,
      from,
      to,
      comment: comments.get(name),
    })),
    folderCycles: folderCycles(modules),
  };
}

if (process.argv[1] === import.meta.filename) {
  const found = await cruise(root);
  for (const { rule, from, to, comment } of found.breaches) console.log(`${rule}: ${from} → ${to}\n  ${comment}`);
  for (const cycle of found.folderCycles) console.log(`folders in a circle: ${cycle}`);
  process.exitCode = found.breaches.length + found.folderCycles.length > 0 ? 1 : 0;
}
