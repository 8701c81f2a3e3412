import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { documents } from './documents.ts';

const root = resolve(import.meta.dirname, '../..');

/** `npm run docs` asks to write what a test run only compares. */
const writing = process.env['HOMEWARD_DOCUMENTS'] === 'write';

describe('the generated documents', () => {
  it('say what the code says (if not: npm run docs)', async () => {
    for (const [path, expected] of await documents()) {
      if (writing) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), expected);
      }
      expect({ path, text: await readFile(join(root, path), 'utf8') }).toEqual({ path, text: expected });
    }
  });

  it('leave nothing behind that the code no longer has', async () => {
    const generated = await documents();
    const leftOver = globSync('docs/generated/**/*.json', { cwd: root }).filter((path) => !generated.has(path));
    if (writing) await Promise.all(leftOver.map((path) => rm(join(root, path))));
    else expect(leftOver).toEqual([]);
  });
});
