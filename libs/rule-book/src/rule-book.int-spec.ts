/** Real: files. */
import { RuleSetError } from '#libs/clinical';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { builtInRuleSets, LiveRuleBook, readRuleBook } from './index.ts';

const quiet = { info: () => undefined, error: () => undefined };

async function faultsOf(reading: Promise<unknown>): Promise<RuleSetError['faults']> {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RuleSetError)) throw new Error('Expected the rule sets to be refused.');
  return error.faults;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('It did not come about.');
    await pause(10);
  }
}

describe('The rule book', () => {
  let site: string;
  let asthma: Record<string, unknown>;

  beforeEach(async () => {
    site = await mkdtemp(join(tmpdir(), 'homeward-rule-sets-'));
    // The file is as the schema says: the built-in ones are checked by reading them.
    const general = JSON.parse(await readFile(join(builtInRuleSets, 'pathways/general.v1.json'), 'utf8')) as object;
    asthma = { ...general, id: 'asthma', title: 'Asthma' };
  });
  afterEach(() => rm(site, { recursive: true, force: true }));

  const write = (name: string, json: unknown): Promise<void> =>
    writeFile(join(site, name), typeof json === 'string' ? json : JSON.stringify(json));

  it('holds the pathways that come with Homeward, and one for every name that no file describes', async () => {
    const book = await readRuleBook([builtInRuleSets]);
    expect(new Set(book.pathways.map(({ file }) => file.id))).toEqual(
      new Set([
        'acute-respiratory',
        'complex-maternity',
        'cystic-fibrosis',
        'diabetes',
        'end-of-life',
        'falls-in-care-homes',
        'frailty',
        'general',
        'heart-failure',
        'severe-mental-illness',
      ]),
    );
    expect(book.chart('news2-2017')).toBeDefined();
  });

  it("takes a site's own pathway beside them, in whatever folder below, and passes over hidden files", async () => {
    await mkdir(join(site, 'lungs'));
    await write('lungs/asthma.json', asthma);
    await write('.asthma.json.swp.json', 'half a fi');
    expect((await readRuleBook([builtInRuleSets, site])).newest('asthma')?.key).toBe('asthma@1');
  });

  it('names every fault of every file: not JSON, wrong in one place, a folder that is not there', async () => {
    await write('half.json', '{"kind": "pathw');
    await write('asthma.json', { ...asthma, ladder: [{ rung: 'shout', afterMinutes: 1 }] });
    await write('twice.json', { ...asthma, id: 'frailty' });
    const faults = await faultsOf(readRuleBook([builtInRuleSets, site, join(site, 'nowhere')]));
    const found = Object.fromEntries(faults.map(({ file, path, message }) => [file, `${path}: ${message}`]));
    expect(found).toEqual({
      [join(site, 'half.json')]: expect.stringMatching(/^: Found .*expected a file of JSON/) as string,
      [join(site, 'asthma.json')]: expect.stringMatching(/^ladder\[0\]\.rung: Found "shout"; expected/) as string,
      [join(site, 'twice.json')]: expect.stringMatching(/^id: Found frailty, version 1.*frailty\.v1\.json/) as string,
      [join(site, 'nowhere')]: expect.stringMatching(/^: Found .*expected a folder/) as string,
    });
  });

  it('asks for a pathway of last resort', async () => {
    await cp(builtInRuleSets, site, { recursive: true });
    await rm(join(site, 'pathways/general.v1.json'));
    expect(await faultsOf(readRuleBook([site]))).toMatchObject([{ file: 'pathways/general.v1.json' }]);
  });

  describe('while it is live', () => {
    let live: LiveRuleBook;
    const words: string[] = [];
    const open = async (everyMilliseconds = 3_600_000): Promise<void> => {
      const note = (facts: Readonly<Record<string, unknown>>): void => {
        words.push(String(facts['event']));
      };
      live = await LiveRuleBook.open([builtInRuleSets, site], { log: { info: note, error: note }, everyMilliseconds });
    };
    beforeEach(() => words.splice(0));
    afterEach(() => live.close());

    it('puts a file in force that appears, by itself', async () => {
      await open(20);
      await write('asthma.json', asthma);
      await until(() => live.current.newest('asthma') !== undefined);
      expect(words).toEqual(['rule-sets-reloaded']);
    });

    it('keeps the live rules when a file cannot be used, says so once, and takes it when it has been put right', async () => {
      await open(20);
      const before = live.current;
      await write('asthma.json', { ...asthma, chart: 'no-such-chart' });
      await until(() => live.fault !== undefined);
      expect(live.current).toBe(before);
      await expect(live.check()).rejects.toThrow(/asthma\.json, chart: Found "no-such-chart"/);
      await write('asthma.json', asthma);
      await until(() => live.current.newest('asthma') !== undefined);
      await expect(live.check()).resolves.toBeUndefined();
      expect(words).toEqual(['rule-sets-refused', 'rule-sets-reloaded']);
    });

    it('adds a version beside one that is in force, and never changes that one or takes it away', async () => {
      await write('asthma.v1.json', asthma);
      await open();
      await write('asthma.v2.json', { ...asthma, version: 2 });
      await live.reload();
      expect(live.current.newest('asthma')?.key).toBe('asthma@2');
      expect(live.current.pathway('asthma', 1)).toBeDefined();

      await write('asthma.v1.json', { ...asthma, title: 'Asthma, changed' });
      expect(await faultsOf(live.reload())).toMatchObject([{ file: 'pathways/asthma.v1.json' }]);
      await rm(join(site, 'asthma.v1.json'));
      expect(await faultsOf(live.reload())).toMatchObject([{ file: 'pathways/asthma.v1.json' }]);
      expect(live.current.pathway('asthma', 1)?.file.title).toBe('Asthma');
    });
  });

  it('does not start on rules that are wrong', async () => {
    await write('asthma.json', {});
    await expect(LiveRuleBook.open([builtInRuleSets, site], { log: quiet })).rejects.toBeInstanceOf(RuleSetError);
  });
});
