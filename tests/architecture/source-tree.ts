import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The root of the repository that the tests run in. */
export const root = resolve(import.meta.dirname, '../..');

const folders = '{apps,libs,tests,docs,lint,docker,.ci}';
const notOurs = new Set(['node_modules', 'dist', '.homeward', 'coverage']);

/** Every file of the repository, relative to its root, sorted. Asks the disk and not git, which a copy may not have. */
export function repositoryFiles(): readonly string[] {
  return globSync([`${folders}/**/*`, '*', '.*'], {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => notOurs.has(entry.name),
  })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
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
