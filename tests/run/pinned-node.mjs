import { delimiter, join, resolve } from 'node:path';

/** The root of the repository. */
export const root = resolve(import.meta.dirname, '../..');

/** This process's environment, with the pinned Node and the tools of package.json found first. */
export function environmentWithPinnedNode() {
  return { ...process.env, PATH: [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter) };
}
