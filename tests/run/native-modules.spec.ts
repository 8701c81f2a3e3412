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

  /** Runs these files as `npm test` does. @returns what it prints. */
  function run(environment: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<string> {
    const config = {
      rootDir: folder,
      testMatch: ['<rootDir>/*.ts'],
      transform: {},
      testRunner: join(import.meta.dirname, 'native-modules.mjs'),
    };
    const parameters = [
      ...['--import', join(import.meta.dirname, 'typescript.mjs'), '--enable-source-maps'],
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--config', JSON.stringify(config), '--maxWorkers=2', ...options],
    ];
    return new Promise((done) => {
      const env = { ...process.env, ...environment };
      execFile(process.execPath, parameters, { cwd: folder, env }, (_failed, stdout) => {
        done(stdout);
      });
    });
  }

  it('counts as failed whatever fails, in the test, beside it, before it or on the way to it', async () => {
    expect(JSON.parse(await run({}, '--json'))).toMatchObject({
      numPassedTests: 1,
      numFailedTests: 6,
      numRuntimeErrorTestSuites: 2,
      success: false,
    });
  });

  it('ends with a line for each that failed, and gives up on a test as late as it is told to', async () => {
    const reporter = join(import.meta.dirname, 'last-line-reporter.mjs');
    const written = await run({ HOMEWARD_TEST_PATIENCE: '4' }, `--reporters=${reporter}`);
    const lines = written.slice(written.indexOf('Failed:')).split('\n');
    const named = (name: string): string | undefined => lines.find((line) => line.includes(name));

    expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(8);
    expect(named('waits too long')).toContain('Exceeded timeout of 200 ms for a test');
    expect(named('without what it needs does not pass')).toContain('is-not-set-up.ts: without what it needs');
    expect(named('cannot-be-loaded.ts')).toContain('nothing.ts');
    expect(lines.findLast((line) => line !== '')).toBe('Tests: 1 passed, 8 failed, 0 skipped');
  });
});
