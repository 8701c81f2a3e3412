import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DowntimeFolder } from './downtime-folder.store.ts';

const id = '0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a09';
const [pack, other] = [`lungs-${id}.pdf`, `heart-${id}.pdf`];
const madeAt = new Date('2026-11-22T20:00:00Z');

/** Real: the folder. */
describe('The folder of packs', () => {
  let home: string;
  let path: string;
  let folder: DowntimeFolder;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeward-downtime-'));
    path = join(home, 'downtime');
    folder = new DowntimeFolder(path);
    await folder.open();
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is for no other account to read', async () => {
    await folder.write(pack, 'a pack', madeAt);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, pack))).mode & 0o777).toBe(0o600);
  });

  it('has, while a pack is written anew, the old one or the new one as a whole', async () => {
    const bodies = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(2_000_000));
    await folder.write(pack, bodies[0] ?? '', madeAt);
    const seen = new Set<string>();
    const progress = { isDone: false };
    const writing = (async () => {
      for (const body of [...bodies, ...bodies]) await folder.write(pack, body, madeAt);
      progress.isDone = true;
    })();
    while (!progress.isDone) seen.add(await readFile(join(path, pack), 'utf8'));
    await writing;
    expect([...seen].filter((body) => !bodies.includes(body))).toEqual([]);
    expect(await readdir(path)).toEqual([pack]);
  });

  it('loses the packs of wards that are gone and what a killed process left, and nothing else', async () => {
    const left = `.${pack}.someone.part`;
    for (const name of [pack, other, left, 'mine.pdf']) await writeFile(join(path, name), 'x');
    await folder.removeAllBut(new Set([pack]), new Date(Date.now() + 2 * 3_600_000));
    expect((await readdir(path)).toSorted()).toEqual([pack, 'mine.pdf']);
  });

  it('keeps what another process is writing just now', async () => {
    const part = `.${pack}.someone.part`;
    await writeFile(join(path, part), 'x');
    await folder.removeAllBut(new Set(), new Date());
    expect(await readdir(path)).toEqual([part]);
  });

  it('says in its index when each pack was made', async () => {
    await folder.write(pack, 'new', madeAt);
    await folder.write(other, 'old', new Date('2026-11-22T19:00:00Z'));
    await folder.writeIndex(madeAt);
    expect(await readFile(join(path, 'index.txt'), 'utf8')).toMatch(
      /heart-.*made at 19:00 on 22 November 2026.*\nlungs-.*made at 20:00/,
    );
  });
});
