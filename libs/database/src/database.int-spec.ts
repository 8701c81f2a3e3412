import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { type Database, type DatabaseOptions, deleteInSteps, openDatabase, schemaDrift } from './index.ts';

@Entity('ward')
class WardRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;
}

@Entity('ward')
class WardRowThatDrifted extends WardRow {
  @Column('integer')
  beds!: number;
}

class Tables1795305600000 implements MigrationInterface {
  readonly name = 'Tables1795305600000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE ward (id uuid PRIMARY KEY, name text NOT NULL)');
    await runner.query('CREATE TABLE reading (id integer PRIMARY KEY)');
    // Longer than any statement of the tests below may take.
    await runner.query('SELECT pg_sleep(0.7)');
  }
  async down(): Promise<void> {}
}

const timeouts = { statementMilliseconds: 500, lockMilliseconds: 200, idleInTransactionMilliseconds: 300 };
const ward = { id: '7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a10', name: 'North' };

let server: TestDatabase;
let database: Database;
const open = (options: Partial<DatabaseOptions> = {}): Promise<Database> =>
  openDatabase({
    url: server.url,
    schema: 'clinician',
    entities: [WardRow],
    migrations: [Tables1795305600000],
    timeouts,
    ...options,
  });

const wards = async (): Promise<number> => {
  const { rowCount } = await database.pool.query('SELECT FROM ward');
  return rowCount ?? 0;
};

beforeAll(async () => {
  server = await startTestDatabase();
  database = await open();
});
afterAll(async () => {
  await database.close();
  await server.stop();
});
beforeEach(() => database.pool.query('TRUNCATE ward, reading'));

describe('statements that are sent with the commit', () => {
  const add = (id: number) => `INSERT INTO reading VALUES (${String(id)})`;
  const readings = async (): Promise<readonly number[]> => {
    const { rows } = await database.pool.query<{ readonly id: number }>('SELECT id FROM reading ORDER BY id');
    return rows.map(({ id }) => id);
  };

  it('are executed after the work, in their order, and committed with it', async () => {
    const result = await database.transaction(async (client, _entities, withCommit) => {
      withCommit(() => Promise.all([client.query(add(2)), client.query('UPDATE reading SET id = id + 10')]));
      await client.query(add(1));
      return 'done';
    });
    expect(result).toBe('done');
    expect(await readings()).toEqual([11, 12]);
  });

  it.each<[string, (client: PoolClient) => Promise<unknown>]>([
    ['the database refuses', (client) => client.query('INSERT INTO reading VALUES (NULL)')],
    ['is refused before it is sent', () => Promise.reject(new Error('null value in hand'))],
    [
      'is refused beside one that is sent',
      (client) => Promise.all([client.query(add(7)), Promise.reject(new Error('null value in hand'))]),
    ],
    [
      'throws before it is sent',
      () => {
        throw new Error('null value in hand');
      },
    ],
  ])('keep nothing of the transaction where one of them %s', async (_how, fails) => {
    const transaction = database.transaction(async (client, _entities, withCommit) => {
      await client.query(add(1));
      withCommit(() => client.query(add(2)));
      withCommit(() => fails(client));
      withCommit(() => client.query(add(3)));
    });
    await expect(transaction).rejects.toThrow('null value in');
    expect(await readings()).toEqual([]);
  });

  it('are rejected with what failed first, not with what followed from it', async () => {
    const transaction = database.transaction(async (client, _entities, withCommit) => {
      await client.query(add(1));
      withCommit(() => Promise.all([client.query(add(1)), client.query(add(2))]));
    });
    await expect(transaction).rejects.toMatchObject({ code: '23505' });
    expect(await readings()).toEqual([]);
    expect(await database.transaction((client) => client.query('SELECT 1 AS one'))).toMatchObject({
      rows: [{ one: 1 }],
    });
  });
});

describe('a transaction of which a statement failed unnoticed', () => {
  it('is not reported as done', async () => {
    const transaction = database.transaction(async (client) => {
      await client.query('INSERT INTO reading VALUES (NULL)').catch(() => undefined);
      await client.query('SELECT 1').catch(() => undefined);
    });
    await expect(transaction).rejects.toMatchObject({ code: 'transaction-rolled-back' });
  });
});

describe('a transaction with two doors', () => {
  it('commits what came in by either', async () => {
    await database.transaction(async (client, entities) => {
      await entities.save(WardRow, ward);
      await client.query('INSERT INTO reading VALUES (1)');
    });
    expect(await wards()).toBe(1);
    expect((await database.pool.query('SELECT FROM reading')).rowCount).toBe(1);
  });

  it('shows each door what the other has written before anybody else sees it', async () => {
    await database.transaction(async (client, entities) => {
      await entities.insert(WardRow, ward);
      expect((await client.query('SELECT name FROM ward')).rows).toEqual([{ name: 'North' }]);
      await client.query(`UPDATE ward SET name = 'South'`);
      expect(await entities.findOneBy(WardRow, { id: ward.id })).toMatchObject({ name: 'South' });
      expect(await wards()).toBe(0);
    });
  });

  it('takes back what came in by both when the work fails, and passes the failure on', async () => {
    const failed = database.transaction(async (client, entities) => {
      await entities.insert(WardRow, ward);
      await client.query('INSERT INTO reading VALUES (1)');
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow(RangeError);
    expect(await wards()).toBe(0);
    expect((await database.pool.query('SELECT FROM reading')).rowCount).toBe(0);
  });

  it('passes on the error of a lost connection, and never lends that connection again', async () => {
    const own = await open({ poolSize: 1 });
    try {
      const lost = own.transaction(async (client) => {
        const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const ended = new Promise((resolve) => client.once('error', resolve));
        await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
        await ended;
      });
      await expect(lost).rejects.toMatchObject({ code: '57P01' });
      await own.transaction((client) => client.query('SELECT 1'));
      expect(own.pool.totalCount).toBe(1);
    } finally {
      await own.close();
    }
  });

  it('is waited for by close', async () => {
    const own = await open();
    const work = own.transaction(async (client) => {
      await pause(50);
      await client.query('INSERT INTO reading VALUES (2)');
    });
    await pause(10);
    await own.close();
    await work;
    expect((await database.pool.query('SELECT FROM reading')).rowCount).toBe(1);
  });
});

describe('what hangs is cut off', () => {
  it('a statement', async () => {
    await expect(database.pool.query('SELECT pg_sleep(30)')).rejects.toMatchObject({ code: '57014' });
  });

  it('a wait for a lock', async () => {
    await database.transaction(async (client) => {
      await client.query('LOCK TABLE ward');
      await expect(database.pool.query('SELECT FROM ward')).rejects.toMatchObject({ code: '55P03' });
    });
  });

  it('a transaction in which nothing happens', async () => {
    const idle = database.transaction(async (client) => {
      await client.query('INSERT INTO reading VALUES (3)');
      await new Promise((resolve) => client.once('error', resolve));
      await client.query('SELECT 1');
    });
    await expect(idle).rejects.toMatchObject({ code: '25P03' });
  });

  it('but not a migration, after which the connection has its timeouts again', async () => {
    const own = await open({ schema: 'slow', poolSize: 1 });
    const { rows } = await own.pool.query('SHOW statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '500ms' }]);
    await own.close();
  });
});

describe('work that one process does at a time', () => {
  const alone = (work: () => Promise<string>, wait = false) => database.exclusively({ lock: 'retention', wait, work });

  it('is not done while another does it', async () => {
    const result = await alone(async () => String(await alone(() => Promise.resolve('twice'))));
    expect(result).toBe('undefined');
    expect(await alone(() => Promise.resolve('again'))).toBe('again');
  });

  it('is done after the other where it may wait', async () => {
    const order: string[] = [];
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const first = alone(async () => {
      begin(undefined);
      await pause(50);
      order.push('first');
      return '';
    });
    await begun;
    await alone(() => Promise.resolve(String(order.push('second'))), true);
    await first;
    expect(order).toEqual(['first', 'second']);
  });

  it('is told when the lock is lost', async () => {
    await database.exclusively({
      lock: 'outbox',
      wait: false,
      work: async (lost) => {
        const gone = new Promise((resolve) => {
          lost.addEventListener('abort', resolve);
        });
        // The server has the databases of other tests too.
        await database.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
        await gone;
        // The server lets go of the lock a little after it has closed the connection.
        await eventually(
          () => database.exclusively({ lock: 'outbox', wait: false, work: () => Promise.resolve('mine') }),
          (done) => done === 'mine',
        );
      },
    });
  });

  it('lets go of the lock when it fails', async () => {
    await expect(alone(() => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError);
    expect(await alone(() => Promise.resolve('again'))).toBe('again');
  });
});

describe('entities and migrations', () => {
  it('agree when nothing is left to generate', async () => {
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  });

  it('differ by what a migration would have to add', async () => {
    const own = await open({ entities: [WardRowThatDrifted] });
    expect(await schemaDrift(own.dataSource)).toEqual([expect.stringContaining('ADD "beds" integer NOT NULL')]);
    await own.close();
  });
});

describe('retention', () => {
  const deletion = {
    sql: 'DELETE FROM reading WHERE id IN (SELECT id FROM reading WHERE id < $2 LIMIT $1)',
    values: [70],
  };

  it('goes in steps until nothing is left of what may go', async () => {
    await database.pool.query('INSERT INTO reading SELECT generate_series(1, 100)');
    expect(await deleteInSteps(database.pool, { ...deletion, rowsPerStep: 10, pauseMilliseconds: 1 })).toBe(69);
    expect((await database.pool.query('SELECT FROM reading')).rowCount).toBe(31);
  });

  it('ends after the step in hand when it is asked to', async () => {
    await database.pool.query('INSERT INTO reading SELECT generate_series(1, 100)');
    const controller = new AbortController();
    const deleting = deleteInSteps(database.pool, { ...deletion, rowsPerStep: 10, signal: controller.signal });
    controller.abort();
    expect(await deleting).toBe(10);
  });
});

describe('The waits for a connection', () => {
  it('are reported for single queries, transactions and TypeORM alike, and are as long as the pool was used up', async () => {
    const waits: number[] = [];
    const small = await open({ poolSize: 1, onLent: (seconds) => waits.push(seconds) });
    try {
      waits.length = 0;
      await small.pool.query('SELECT');
      await small.dataSource.getRepository(WardRow).count();
      await small.transaction((client) => client.query('SELECT'));
      expect(waits.length).toBeGreaterThanOrEqual(3);
      waits.length = 0;
      await Promise.all([small.pool.query('SELECT pg_sleep(0.2)'), small.pool.query('SELECT')]);
      expect(Math.max(...waits)).toBeGreaterThan(0.15);
    } finally {
      await small.close();
    }
  });
});

describe('a database that reads by key', () => {
  const planAfterGrowth = async (options: Partial<DatabaseOptions>): Promise<string> => {
    const opened = await open({ ...options, poolSize: 1 });
    try {
      await opened.pool.query('INSERT INTO reading VALUES (0)');
      await opened.pool.query('VACUUM ANALYZE reading');
      await opened.pool.query('SET plan_cache_mode = force_generic_plan');
      await opened.pool.query('PREPARE found AS SELECT id FROM reading WHERE id > $1');
      await opened.pool.query('EXECUTE found (0)');
      await opened.pool.query('INSERT INTO reading SELECT generate_series(1, 5000)');
      const { rows } = await opened.pool.query<{ 'QUERY PLAN': string }>('EXPLAIN EXECUTE found (4999)');
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    } finally {
      await opened.close();
    }
  };

  it('goes on by key when a table has grown since its plan was made, where others read all of it', async () => {
    expect(await planAfterGrowth({})).toContain('Seq Scan on reading');
    await database.pool.query('TRUNCATE reading');
    expect(await planAfterGrowth({ readsByKey: true })).toContain('reading_pkey');
  });
});
