import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Test files and how many of their tests pass and fail; one that cannot be loaded counts as one that fails. */
const files = {
  'passes.ts': `
    enum Level { Low = 'low' }
    it('knows TypeScript', () => { expect(Level.Low).toBe('low'); });`,
  'fails.ts': `
    it('expects something else', () => { expect(1).toBe(2); });
    it('throws once nothing waits for it', async () => {
      setTimeout(() => { throw new Error('late'); }, 5);
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    it('refuses what nothing waits for', async () => {
      void Promise.reject(new Error('unseen'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    it('waits too long', () => new Promise(() => undefined), 50);
    it('asserts too little', () => { expect.assertions(1); });`,
  'is-not-set-up.ts': `
    describe('without what it needs', () => {
      beforeAll(() => { throw new Error('no set-up'); });
      it('does not pass', () => undefined);
    });`,
  'cannot-be-loaded.ts': `import './nothing.ts'; it('is never seen', () => undefined);`,
  'has-no-test.ts': `export {};`,
} as const;

describe('a run of test files in the modules of Node', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'homeward-test-files-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('counts as failed whatever fails, in the test, beside it, before it or on the way to it', async () => {
    const config = {
      rootDir: folder,
      testMatch: ['<rootDir>/*.ts'],
      transform: {},
      testRunner: join(import.meta.dirname, 'native-modules.mjs'),
    };
    const parameters = [
      ...['--import', join(import.meta.dirname, 'typescript.mjs'), '--enable-source-maps'],
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--config', JSON.stringify(config), '--json', '--maxWorkers=2'],
    ];
    const written = await new Promise<string>((done) => {
      execFile(process.execPath, parameters, { cwd: folder }, (_failed, stdout) => {
        done(stdout);
      });
    });
    expect(JSON.parse(written)).toMatchObject({
      numPassedTests: 1,
      numFailedTests: 6,
      numRuntimeErrorTestSuites: 2,
      success: false,
    });
  });
});
