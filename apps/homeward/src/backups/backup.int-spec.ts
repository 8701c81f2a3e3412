import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { SystemClock } from '#libs/clock';
import { EmbeddedPostgres } from '#libs/embedded';
import { eventually } from '#libs/fixtures';

import { BackupUnreadableError, NoBackupError, NotRestorableError, WalMissingError } from './backup-errors.ts';
import { BackupFolder } from './backup-folder.store.ts';
import { deleteOldBackups, takeBaseBackup } from './base-backup.service.ts';
import { parseWalPosition } from './wal-position.ts';
import { restore } from './restore.service.ts';
import { followWal } from './wal-archive.service.ts';

// Real: Postgres, on both sides.
describe('a backup', () => {
  const clock = new SystemClock();
  const key = randomBytes(32);
  let above: string;
  let server: EmbeddedPostgres;
  let client: pg.Client;
  let folder: BackupFolder;

  beforeEach(async () => {
    above = await mkdtemp(join(tmpdir(), 'homeward-backup-'));
    server = await EmbeddedPostgres.start({ home: join(above, 'live'), durable: false });
    client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query('CREATE TABLE reading (id int PRIMARY KEY, value text)');
    folder = new BackupFolder(join(above, 'backups'), key);
  });
  afterEach(async () => {
    await client.end();
    await server.stop();
    await rm(above, { recursive: true, force: true });
  });

  const takeBase = () => takeBaseBackup({ folder, url: server.url, clock });
  const insert = (id: number) => client.query(`INSERT INTO reading VALUES ($1::int, 'reading of ' || $1::int)`, [id]);

  /** Begins to archive; stops once everything that was committed until then is in the archive. */
  async function following({ url, database } = { url: server.url, database: client }): Promise<() => Promise<void>> {
    const stop = new AbortController();
    let archived = 0n;
    const onArchived = (position: string): void => {
      archived = parseWalPosition(position);
    };
    const following = followWal({ folder, url, clock, everySeconds: 0.1, signal: stop.signal, onArchived });
    const failed = following.then(() => undefined);
    await Promise.race([failed, eventually(() => archived > 0n, { what: 'the archive begins' })]);
    return async () => {
      const { rows } = await database.query<{ readonly at: string }>('SELECT pg_current_wal_insert_lsn()::text AS at');
      const written = parseWalPosition(rows[0]?.at ?? '0/0');
      await Promise.race([failed, eventually(() => archived >= written, { what: 'all of it is archived' })]);
      stop.abort();
      await following;
    };
  }

  async function restoredReadings(until?: Date, from = folder): Promise<readonly number[]> {
    const into = await mkdtemp(join(above, 'restored-'));
    return restore({ folder: from, into, onProgress: () => undefined, ...(until && { until }) }, async (database) => {
      const { rows } = await database.client.query<{ readonly id: number }>('SELECT id FROM reading ORDER BY id');
      return rows.map(({ id }) => id);
    });
  }

  it('of the base alone brings back what was committed when it ended', async () => {
    await insert(1);
    await takeBase();
    await insert(2);
    expect(await restoredReadings()).toEqual([1]);
  });

  it('with the log brings back all that was committed until it was lost', async () => {
    await insert(1);
    const stop = await following();
    await takeBase();
    await insert(2);
    await stop();
    expect(await restoredReadings()).toEqual([1, 2]);
  });

  it('brings back any time between: what was committed before it, and nothing after', async () => {
    const stop = await following();
    await takeBase();
    await insert(1);
    const { rows } = await client.query<{ readonly now: Date }>('SELECT clock_timestamp() AS now');
    // Postgres compares to the microsecond, and a Date has milliseconds: let one pass.
    const between = new Date((rows[0]?.now.getTime() ?? 0) + 2);
    await eventually(() => clock.now() > between, { what: 'the time to restore to has passed' });
    await insert(2);
    await stop();
    expect(await restoredReadings(between)).toEqual([1]);
    expect(await restoredReadings()).toEqual([1, 2]);
  }, 120_000);

  it('goes on where it ended, over segments that were filled meanwhile', async () => {
    await (
      await following()
    )();
    await takeBase();
    await insert(1);
    for (let nth = 0; nth < 3; nth += 1) {
      await client.query('SELECT pg_switch_wal()');
      await insert(10 + nth);
    }
    await (
      await following()
    )();
    expect(await restoredReadings()).toEqual([1, 10, 11, 12]);
  }, 120_000);

  it('restores into a data folder that a server starts on, and that is backed up in its turn', async () => {
    await insert(1);
    const stop = await following();
    await takeBase();
    await stop();
    const into = join(above, 'again');
    await restore({ folder, into, onProgress: () => undefined }, ({ client: found }) => found.query('SELECT 1'));
    await writeFile(join(into, 'password'), await readFile(join(above, 'live/password')));
    const again = await EmbeddedPostgres.start({ home: into, durable: false });
    const found = new pg.Client({ connectionString: again.url });
    await found.connect();
    try {
      expect((await found.query('SELECT * FROM reading')).rows).toEqual([{ id: 1, value: 'reading of 1' }]);
      const end = await following({ url: again.url, database: found });
      await takeBaseBackup({ folder, url: again.url, clock });
      await found.query(`INSERT INTO reading VALUES (2, 'on the second timeline')`);
      await end();
      expect(await restoredReadings()).toEqual([1, 2]);
    } finally {
      await found.end();
      await again.stop();
    }
  }, 120_000);

  it('is unreadable without the key, and holds nothing of a patient in the clear', async () => {
    await insert(1);
    await client.query('CHECKPOINT');
    await takeBase();
    await expect(restoredReadings(undefined, new BackupFolder(folder.path, randomBytes(32)))).rejects.toThrow(
      BackupUnreadableError,
    );
    for (const name of await readdir(folder.path, { recursive: true })) {
      const content = await readFile(join(folder.path, name)).catch(() => Buffer.alloc(0));
      expect(content.includes('reading of')).toBe(false);
    }
  });

  it('says which part is missing, or that there is none, and touches no folder that is in use', async () => {
    await expect(restoredReadings()).rejects.toThrow(NoBackupError);
    const stop = await following();
    const { system } = await takeBase();
    for (let nth = 0; nth < 3; nth += 1) {
      await insert(nth);
      await client.query('SELECT pg_switch_wal()');
    }
    await insert(4);
    await stop();
    await expect(restoredReadings(new Date(0))).rejects.toThrow(NoBackupError);
    const into = join(above, 'live');
    await expect(restore({ folder, into, onProgress: () => undefined }, async () => undefined)).rejects.toThrow(
      NotRestorableError,
    );
    const segments = (await folder.walOf(system)).filter((name) => !name.includes('.'));
    const middle = segments.at(-2) ?? '';
    await folder.remove(`${system}/wal/${middle}`);
    await expect(restoredReadings()).rejects.toThrow(new WalMissingError(middle));
  }, 120_000);

  it('of a time past is deleted once a newer one serves every time that is to be restorable, with its log', async () => {
    const stop = await following();
    await takeBase();
    await insert(1);
    await client.query('SELECT pg_switch_wal()');
    await insert(2);
    await stop();
    await takeBase();
    const inTwoDays = new Date(clock.now().getTime() + 2 * 86_400_000);
    expect(await deleteOldBackups(folder, { keepDays: 3, now: inTwoDays })).toBe(0);
    expect(await deleteOldBackups(folder, { keepDays: 1, now: inTwoDays })).toBeGreaterThan(2);
    expect(await folder.baseBackups()).toHaveLength(1);
    expect(await restoredReadings()).toEqual([1, 2]);
  }, 120_000);
});
