import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { inPlantedTree } from './planted-tree.ts';
import { root } from './source-tree.ts';

/** Our files of which `npm run build` makes JavaScript in `dist`. */
async function builtFiles(tree: string): Promise<readonly string[]> {
  const compiler = join(root, 'node_modules/.bin/tsc');
  const { stdout } = await promisify(execFile)(compiler, ['-p', 'tsconfig.build.json', '--listFilesOnly'], {
    cwd: tree,
    maxBuffer: 16 * 1024 * 1024,
  });
  const top = await realpath(tree);
  return stdout
    .split('\n')
    .filter((path) => path.startsWith(`${top}/`) && !path.includes('/node_modules/'))
    .map((path) => relative(top, path));
}

const isForTests = (path: string): boolean =>
  /^tests\/|^libs\/fixtures\/|\/contract-suite\/|\.(?:spec|int-spec|builder|harness|contract)\.tsx?$/.test(path);

describe('What is built', () => {
  it('has nothing that is made for tests', async () => {
    const files = await builtFiles(root);
    expect(files).toContain('apps/homeward/src/main.ts');
    expect(files.filter(isForTests)).toEqual([]);
  });

  it('has what is made for tests only where something that ships imports it', async () => {
    const planted = {
      'apps/planted/src/main.ts': "import { beds } from './beds.builder.ts';\nexport const planted = beds;\n",
      'apps/planted/src/beds.builder.ts': 'export const beds = 3;\n',
      'apps/planted/src/rooms.builder.ts': 'export const rooms = 3;\n',
      'apps/planted/src/running.harness.ts': 'export const running = 3;\n',
      'apps/planted/src/beds.spec.ts': 'export const spec = 3;\n',
    };
    const files = await inPlantedTree(planted, builtFiles);
    expect(files.filter((path) => path.startsWith('apps/planted/')).toSorted()).toEqual([
      'apps/planted/src/beds.builder.ts',
      'apps/planted/src/main.ts',
    ]);
    expect(files.filter(isForTests)).toEqual(['apps/planted/src/beds.builder.ts']);
  });
});
