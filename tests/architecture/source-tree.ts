import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the repository that the tests run in. */
export const root = resolve(import.meta.dirname, '../..');

/** Every file that is, or is about to be, under version control, relative to the root, sorted. */
export function repositoryFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  // A file that was deleted and not yet committed is still listed.
  return listed
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort();
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** TypeScript under apps, libs and tests. */
export function sourceFiles(): readonly string[] {
  return repositoryFiles().filter((path) => /^(apps|libs|tests)\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
}

/** TypeScript that ships: no tests. */
export function productFiles(): readonly string[] {
  return sourceFiles().filter((path) => !/^tests\/|\.(int-)?spec\.tsx?$/.test(path));
}
