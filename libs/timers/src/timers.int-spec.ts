import { ManualClock } from '#libs/clock';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import type { PoolClient } from 'pg';
import { Registry } from 'prom-client';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type DueTimer, TimerKindError, Timers, timerTable, type TimersParts } from './index.ts';

class Tables1795305600000 implements MigrationInterface {
  readonly name = 'Tables1795305600000';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of timerTable) await runner.query(statement);
    await runner.query('CREATE TABLE done (kind text, subject text, revision integer)');
  }
  async down(): Promise<void> {}
}

const start = new Date('2026-11-21T08:00:00Z');
const inMinutes = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
const due = (subject: string, rest: Partial<DueTimer> = {}): DueTimer => ({
  kind: 'task',
  subject,
  revision: 1,
  dueAt: start,
  ...rest,
});

let server: TestDatabase;
let database: Database;
let clock: ManualClock;
let warnings: object[];
let pollers: Timers[];
const open = (): Promise<Database> =>
  openDatabase({ url: server.url, schema: 'clinician', migrations: [Tables1795305600000] });

/** What a timer leaves behind: a row for each time it was done. */
const markDone = async (client: PoolClient, timers: readonly DueTimer[]): Promise<void> => {
  await client.query('INSERT INTO done SELECT $1, * FROM unnest($2::text[], $3::integer[])', [
    timers[0]?.kind,
    timers.map(({ subject }) => subject),
    timers.map(({ revision }) => revision),
  ]);
};

/** A poller, as each process has one. */
const poller = (parts: Partial<TimersParts> = {}): Timers => {
  const logger = { warn: (facts: object) => void warnings.push(facts) };
  const timers = new Timers({ database, clock, logger, service: 'clinician', pollEveryMilliseconds: 10, ...parts });
  pollers.push(timers);
  return timers;
};
const working = (parts: Partial<TimersParts> = {}): Timers => {
  const timers = poller(parts);
  timers.register({ kind: 'task', onDue: markDone });
  return timers;
};
const done = async (kind = 'task'): Promise<readonly string[]> => {
  const { rows } = await database.pool.query<{ subject: string; revision: number }>(
    'SELECT subject, revision FROM done WHERE kind = $1 ORDER BY subject, revision',
    [kind],
  );
  return rows.map(({ subject, revision }) => `${subject} ${String(revision)}`);
};
const waiting = async (): Promise<number> => (await database.pool.query('SELECT FROM timer')).rowCount ?? 0;
const make = (timers: Timers, ...made: readonly DueTimer[]): Promise<void> =>
  database.transaction((client) => timers.schedule(client, made));
beforeAll(async () => {
  server = await startTestDatabase();
  database = await open();
});
afterAll(async () => {
  await database.close();
  await server.stop();
});
beforeEach(async () => {
  clock = new ManualClock(start);
  warnings = [];
  pollers = [];
  await database.pool.query('TRUNCATE timer, done');
});
afterEach(() => Promise.all(pollers.map((timers) => timers.stop())));

describe('a timer', () => {
  it('is done once, when its time has come by the clock', async () => {
    const timers = working();
    await make(timers, due('now'), due('later', { dueAt: inMinutes(10) }));
    timers.start();
    await eventually(async () => (await done()).length === 1, { what: 'the first' });
    expect(await done()).toEqual(['now 1']);
    clock.set(inMinutes(10));
    await eventually(async () => (await done()).length === 2, { what: 'the second' });
    expect(await waiting()).toBe(0);
  });

  it('is not made when the transaction that makes it necessary fails', async () => {
    const timers = working();
    const failed = database.transaction(async (client) => {
      await timers.schedule(client, [due('never')]);
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow(RangeError);
    expect(await waiting()).toBe(0);
  });

  it('takes the place of one with a lower revision, and not of one with a higher', async () => {
    const timers = working();
    await make(timers, due('alert', { revision: 2, dueAt: inMinutes(5) }));
    await make(timers, due('alert', { revision: 1 }));
    await make(timers, due('task', { revision: 1 }), due('task', { revision: 3 }), due('task', { revision: 2 }));
    await make(timers, due('task', { revision: 4 }));
    timers.start();
    await eventually(async () => (await done()).length > 0, { what: 'the one of the task' });
    expect(await done()).toEqual(['task 4']);
    clock.set(inMinutes(5));
    await eventually(async () => (await done()).length > 1, { what: 'the one of the alert' });
    expect(await done()).toEqual(['alert 2', 'task 4']);
  });

  it('does nothing once it is cancelled', async () => {
    const timers = working();
    await make(timers, due('cancelled'), due('kept'));
    await database.transaction((client) => timers.cancel(client, 'task', ['cancelled', 'unknown']));
    timers.start();
    await eventually(async () => (await done()).length > 0, { what: 'the other' });
    expect(await done()).toEqual(['kept 1']);
    expect(await waiting()).toBe(0);
  });

  it('may make the next of its kind and subject when it is done', async () => {
    const timers = poller();
    timers.register({
      kind: 'task',
      onDue: async (client, [timer]) => {
        await markDone(client, timer === undefined ? [] : [timer]);
        const next = due('step', { revision: (timer?.revision ?? 0) + 1 });
        if (next.revision <= 3) await timers.schedule(client, [next]);
      },
    });
    await make(timers, due('step'));
    timers.start();
    await eventually(async () => (await done()).length === 3, { what: 'three steps' });
    expect(await done()).toEqual(['step 1', 'step 2', 'step 3']);
  });

  it('survives a clock that jumps forwards and back', async () => {
    const timers = working();
    await make(timers, due('soon', { dueAt: inMinutes(1) }), due('far', { dueAt: inMinutes(600) }));
    clock.set(inMinutes(-600));
    timers.start();
    clock.set(inMinutes(60));
    await eventually(async () => (await done()).length === 1, { what: 'the first' });
    clock.set(inMinutes(-60));
    await make(timers, due('past', { dueAt: inMinutes(-90) }));
    await eventually(async () => (await done()).length === 2, { what: 'one before the jump back' });
    expect(await done()).toEqual(['past 1', 'soon 1']);
    clock.set(inMinutes(600));
    await eventually(async () => (await done()).length === 3, { what: 'the last' });
  });

  it('of a kind that is not registered is refused', async () => {
    const timers = working();
    await expect(make(timers, due('x', { kind: 'unknown' }))).rejects.toThrow(TimerKindError);
    expect(() => {
      timers.register({ kind: 'task', onDue: markDone });
    }).toThrow(TimerKindError);
  });

  it('that fires never blocks a command on the same subject, which sees to it that the firing does nothing', async () => {
    await database.pool.query('CREATE TABLE alert (id text PRIMARY KEY, revision integer)');
    await database.pool.query(`INSERT INTO alert VALUES ('a', 1)`);
    const firing = Promise.withResolvers<undefined>();
    const timers = poller();
    timers.register({
      kind: 'task',
      onDue: async (client, due) => {
        firing.resolve(undefined);
        const { rows } = await client.query<{ revision: number }>(
          `SELECT revision FROM alert WHERE id = 'a' FOR UPDATE`,
        );
        await markDone(
          client,
          due.filter(({ revision }) => revision === rows[0]?.revision),
        );
      },
    });
    await make(timers, due('a'));
    await database.transaction(async (client) => {
      await client.query(`UPDATE alert SET revision = 2 WHERE id = 'a'`);
      timers.start();
      await firing.promise;
      await timers.cancel(client, 'task', ['a']);
      await timers.schedule(client, [due('a', { revision: 2, dueAt: inMinutes(5) })]);
    });
    clock.set(inMinutes(5));
    await eventually(async () => (await waiting()) === 0, { what: 'the new timer' });
    expect(await done()).toEqual(['a 2']);
  });
});

describe('a crash between due and done', () => {
  it('leaves the timer to be done once', async () => {
    const dying = await open();
    const firing = Promise.withResolvers<unknown>();
    let killed = false;
    const first = poller({ database: dying });
    first.register({
      kind: 'task',
      onDue: async (client, timers) => {
        if (killed) throw new Error('The process is gone.');
        killed = true;
        await markDone(client, timers);
        const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        firing.resolve(rows[0]?.pid);
        // The process has got so far when it is killed: its connection ends without a commit.
        await client.query('SELECT pg_sleep(30)');
      },
    });
    await make(first, due('once'));
    first.start();
    await database.pool.query('SELECT pg_terminate_backend($1)', [await firing.promise]);
    await first.stop();
    await dying.close();
    expect(await done()).toEqual([]);

    const second = working();
    await database.pool.query('UPDATE timer SET retry_at = now() WHERE attempts > 0');
    second.start();
    await eventually(async () => (await done()).length > 0, { what: 'it' });
    expect(await waiting()).toBe(0);
    expect(await done()).toEqual(['once 1']);
  });
});

describe('many timers', () => {
  it('are shared by two pollers, each done exactly once', async () => {
    const other = await open();
    const first = working();
    const pair = [first, working({ database: other })];
    await make(first, ...Array.from({ length: 10_000 }, (_, n) => due(`subject-${String(n)}`)));
    for (const timers of pair) timers.start();
    await eventually(async () => (await waiting()) === 0, { what: 'all of them' });
    await Promise.all(pair.map((timers) => timers.stop()));
    await other.close();
    const subjects = await done();
    expect(subjects).toHaveLength(10_000);
    expect(new Set(subjects).size).toBe(10_000);
  });

  it('go in steps, between which those of other kinds and other work get their turn', async () => {
    const registry = new Registry();
    const timers = poller({ metrics: registry });
    let most = 0;
    let doneOfMany = 0;
    let doneWhenOtherKindFired: number | undefined;
    timers.register({
      kind: 'many',
      atOnce: 500,
      onDue: (_client, due) => {
        most = Math.max(most, due.length);
        doneOfMany += due.length;
        return Promise.resolve();
      },
    });
    timers.register({
      kind: 'task',
      onDue: (_client) => {
        doneWhenOtherKindFired = doneOfMany;
        return Promise.resolve();
      },
    });
    await database.pool.query(
      `INSERT INTO timer (kind, subject, revision, due_at) SELECT 'many', n, 1, $1 FROM generate_series(1, 100000) AS n`,
      [inMinutes(-1)],
    );
    await make(timers, due('other'));
    let answeredMeanwhile = 0;
    timers.start();
    await eventually(
      async () => {
        await database.pool.query('SELECT 1');
        answeredMeanwhile += 1;
        return doneOfMany === 100_000;
      },
      { what: 'all of them' },
    );
    expect(most).toBe(500);
    expect(doneWhenOtherKindFired).toBeLessThanOrEqual(1000);
    expect(answeredMeanwhile).toBeGreaterThan(10);
    await timers.stop();
    await timers.check();
    expect(await registry.metrics()).toContain('homeward_timers_fired_total{service="clinician",kind="many"} 100000');
    expect(await registry.metrics()).toContain('homeward_timer_lateness_seconds{service="clinician"} 0');
  });
});

describe('a timer that cannot be done', () => {
  it('holds up no other, keeps its error, and is done when it can be', async () => {
    let poisoned = true;
    const registry = new Registry();
    const timers = poller({ metrics: registry });
    timers.register({
      kind: 'task',
      onDue: async (client, due) => {
        if (poisoned && due.some(({ subject }) => subject === 'poison')) throw new Error('no such patient');
        await markDone(client, due);
      },
    });
    await make(timers, ...['a', 'poison', 'b', 'c'].map((subject) => due(subject)));
    timers.start();
    await eventually(async () => (await done()).length === 3, { what: 'its neighbours' });
    await eventually(
      async () => {
        const { rows } = await database.pool.query('SELECT subject, last_error FROM timer WHERE attempts > 0');
        return JSON.stringify(rows) === JSON.stringify([{ subject: 'poison', last_error: 'no such patient' }]);
      },
      { what: 'its error' },
    );
    await make(timers, due('d'));
    await eventually(async () => (await done()).length === 4, { what: 'the next' });
    expect(warnings).toContainEqual(expect.objectContaining({ event: 'timer-failed', subject: 'poison' }));
    clock.set(inMinutes(60));
    await timers.check();
    expect(await registry.metrics()).toContain('homeward_timers_failing{service="clinician"} 1');
    expect(await registry.metrics()).toContain('homeward_timer_lateness_seconds{service="clinician"} 3600');

    poisoned = false;
    await eventually(async () => (await done()).length === 5, { what: 'the poisoned one' });
    expect(await waiting()).toBe(0);
  });

  it('is reported by readiness when it is not even tried', async () => {
    const timers = working();
    await make(timers, due('late'));
    await timers.check();
    clock.set(inMinutes(60));
    await expect(timers.check()).rejects.toMatchObject({ code: 'timers-late', facts: { seconds: 3600 } });
  });
});

describe('repeated work', () => {
  const repeating = (times: Date[], parts: Partial<TimersParts> = {}): Timers => {
    const timers = poller(parts);
    timers.repeat({ kind: 'retention', everyMilliseconds: 60_000, work: async (now) => void times.push(now) });
    timers.start();
    return timers;
  };
  /** Every poller has looked several times. */
  const rounds = async (): Promise<void> => {
    const timers = working();
    timers.start();
    for (const subject of ['one', 'two', 'three']) {
      await make(timers, due(`round-${subject}`));
      await eventually(async () => (await done()).some((line) => line.startsWith(`round-${subject} `)), {
        what: subject,
      });
    }
    await timers.stop();
    await database.pool.query('TRUNCATE done');
  };

  it('runs once however many replicas there are, and again after its interval', async () => {
    const times: Date[] = [];
    repeating(times);
    repeating(times);
    await eventually(() => times.length > 0, { what: 'the first run' });
    await rounds();
    expect(times).toEqual([start]);
    clock.set(inMinutes(1));
    await eventually(() => times.length > 1, { what: 'the second run' });
    await rounds();
    expect(times).toEqual([start, inMinutes(1)]);
  });

  it('survives a restart, and a clock that was far ahead', async () => {
    const times: Date[] = [];
    await eventually(
      async () => {
        const timers = repeating(times);
        await rounds();
        await timers.stop();
        return times.length > 0;
      },
      { what: 'the first run' },
    );
    repeating(times);
    await rounds();
    expect(times).toHaveLength(1);
    clock.set(inMinutes(600));
    await eventually(() => times.length === 2, { what: 'a run far ahead' });
    clock.set(inMinutes(2));
    await eventually(() => times.length === 3, { what: 'a run after the clock went back' });
  });

  it('is tried again after a failure, and holds up no timer while it runs', async () => {
    const timers = working();
    const held = Promise.withResolvers<undefined>();
    let runs = 0;
    timers.repeat({
      kind: 'retention',
      everyMilliseconds: 60_000,
      work: async () => {
        runs += 1;
        if (runs === 1) throw new Error('not now');
        await held.promise;
      },
    });
    timers.start();
    await eventually(() => runs === 2, { what: 'the second run' });
    await make(timers, due('meanwhile'));
    await eventually(async () => (await done()).length === 1, { what: 'the timer' });
    held.resolve(undefined);
    expect(warnings).toContainEqual(expect.objectContaining({ event: 'repeated-work-failed', kind: 'retention' }));
  });

  it('is looked for with one statement, however many kinds of it there are', async () => {
    let statements = 0;
    const query = new Proxy(database.pool.query, {
      apply: (real, _self, asked) => {
        statements += 1;
        const answer: unknown = Reflect.apply(real, database.pool, asked);
        return answer;
      },
    });
    const pool = { query };
    // Long enough that there is one round, and no more, beside the first.
    const timers = poller({ database: { ...database, pool }, pollEveryMilliseconds: 3_600_000 });
    const ran = new Set<string>();
    const kinds = ['one', 'two', 'three', 'four', 'five'];
    for (const kind of kinds)
      timers.repeat({ kind, everyMilliseconds: 60_000, work: () => Promise.resolve(void ran.add(kind)) });
    await database.pool.query(
      `INSERT INTO timer (kind, subject, revision, due_at) SELECT kind, 'repeat', 0, $2 FROM unnest($1::text[]) AS kind`,
      [kinds, inMinutes(1)],
    );
    timers.start();
    // What is due, which timers are due, and how late they are.
    await eventually(() => statements === 3, { what: 'one round' });
    await timers.stop();
    expect([statements, ran.size]).toEqual([3, 0]);
  });

  it('leaves connections for others, however many kinds of it are due at once', async () => {
    const timers = working();
    const held = Promise.withResolvers<undefined>();
    const begun: string[] = [];
    for (const kind of ['one', 'two', 'three', 'four', 'five']) {
      timers.repeat({
        kind,
        everyMilliseconds: 60_000,
        work: async () => {
          begun.push(kind);
          if (begun.length <= 3) await held.promise;
        },
      });
    }
    timers.start();
    await eventually(() => begun.length === 3, { what: 'the first three' });
    await make(timers, due('meanwhile'));
    await eventually(async () => (await done()).length === 1, { what: 'the timer' });
    expect(begun).toHaveLength(3);
    held.resolve(undefined);
    await eventually(() => begun.length === 5, { what: 'the others' });
  });
});
