import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, sourceFiles } from './source-tree.ts';

const configuration = [
  '.dependency-cruiser.mjs',
  'knip.jsonc',
  'package.json',
  'tests/run',
  'lint',
  'tsconfig.build.json',
  'tsconfig.json',
];

/** Does something in a copy of the tree with files planted in it, by path, and takes the copy away. */
export async function inPlantedTree<Result>(
  planted: Readonly<Record<string, string>>,
  work: (tree: string) => Promise<Result>,
): Promise<Result> {
  const tree = await mkdtemp(join(tmpdir(), 'homeward-architecture-'));
  try {
    for (const path of [...configuration, ...sourceFiles()]) {
      await cp(join(root, path), join(tree, path), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
    for (const [path, content] of Object.entries(planted)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), content);
    }
    return await work(tree);
  } finally {
    await rm(tree, { recursive: true });
  }
}
