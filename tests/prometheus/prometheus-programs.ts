import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
export const rulesFolder = join(root, 'docker/prometheus');

/** As `npm test` has found them, empty where it found none; a plain Jest looks on the path. */
const programOf = (name: 'promtool' | 'prometheus'): string | undefined => {
  const asked = process.env[`${name.toUpperCase()}_PATH`];
  if (asked !== undefined) return asked === '' ? undefined : asked;
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0 ? name : undefined;
};

export const promtool = programOf('promtool');
export const prometheus = programOf('prometheus');

/** Runs promtool among the rules. @returns what it said; throws with it where it fails. */
export function runPromtool(...words: readonly string[]): string {
  if (promtool === undefined) throw new TypeError('There is no promtool: ask for it first.');
  return execFileSync(promtool, words, { cwd: rulesFolder, encoding: 'utf8', stdio: 'pipe' });
}
