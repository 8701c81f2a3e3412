import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inPlantedTree } from './planted-tree.ts';
import { read, root } from './source-tree.ts';

const index = 'libs/clock/src/index.ts';

/** What `npm run check` says of dead code. */
async function deadCode(tree: string): Promise<string> {
  const program = join(root, 'node_modules/knip/bin/knip.js');
  return promisify(execFile)(process.execPath, [program, '--no-progress'], { cwd: tree }).then(
    ({ stdout }) => stdout,
    (failed: unknown) => (failed as { stdout: string }).stdout,
  );
}

it('an export of a library that nothing outside it uses fails, though the library itself uses it', async () => {
  const planted = {
    [index]: `${read(index)}export { plantedClock } from './planted.ts';\n`,
    'libs/clock/src/planted.ts': 'export const plantedClock = 3;\n',
    'libs/clock/src/planted-reader.ts':
      "import { plantedClock } from './planted.ts';\nexport const twice = 2 * plantedClock;\n",
    'libs/clock/src/planted.spec.ts': "import { twice } from './planted-reader.ts';\nexpect(twice).toBe(6);\n",
  };
  const found = await inPlantedTree(planted, deadCode);
  expect(found.split('\n').filter((line) => line.includes('planted'))).toEqual([
    expect.stringMatching(/^plantedClock +libs\/clock\/src\/index\.ts:/),
  ]);
}, 60_000);
