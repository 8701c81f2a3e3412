import { ManualClock } from '#libs/clock';
import { HomewardError, type IntakeStatus, instant } from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { setImmediate as turn } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  OutgoingEventInvalidError,
  Outbox,
  type OutboxParts,
  outboxTable,
  outboxTrace,
  type OutgoingRecord,
} from './index.ts';

class Tables1795305600000 implements MigrationInterface {
  readonly name = 'Tables1795305600000';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...outboxTable, ...outboxTrace]) await runner.query(statement);
  }
  async down(): Promise<void> {}
}

class TooLargeError extends HomewardError {
  readonly code = 'too-large';
  readonly transient = false;
}
class AwayError extends HomewardError {
  readonly code = 'away';
  readonly transient = true;
}

const now = new Date('2026-11-21T08:00:00Z');
/** An event that says which one it is. */
const event = (n: number): IntakeStatus => ({ at: instant(now.getTime() + n), outages: [] });
const numberOf = ({ value }: OutgoingRecord): number =>
  Date.parse((JSON.parse(value) as IntakeStatus).at) - now.getTime();

/** A log that can fail in every way that matters here, and else remembers what it was given. */
class TestLog {
  readonly records: OutgoingRecord[] = [];
  calls = 0;
  fault: (records: readonly OutgoingRecord[]) => Error | undefined = () => undefined;
  hold: Promise<unknown> = Promise.resolve();
  losesItsAnswer = false;

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    this.calls += 1;
    await this.hold;
    await turn();
    const fault = this.fault(records);
    if (fault !== undefined) throw fault;
    this.records.push(...records);
    if (this.losesItsAnswer) throw new AwayError('no answer');
  }

  ofKey(key: string): readonly number[] {
    return this.records.filter((record) => record.key === key).map(numberOf);
  }
}

let server: TestDatabase;
let database: Database;
let log: TestLog;
let said: string[];
let opened: Outbox[];
const open = (): Promise<Database> =>
  openDatabase({ url: server.url, schema: 'clinician', migrations: [Tables1795305600000] });

const outbox = (parts: Partial<OutboxParts> = {}): Outbox => {
  const say = (facts: object) => void said.push('event' in facts ? String(facts.event) : '');
  const one = new Outbox({
    database,
    log,
    clock: new ManualClock(now),
    logger: { info: say, warn: say, error: say },
    service: 'clinician',
    waitMilliseconds: 10_000,
    relayEveryMilliseconds: 20,
    ...parts,
  });
  opened.push(one);
  return one;
};
const stage = (own: Outbox, key: string, ...numbers: readonly number[]): Promise<void> =>
  database.transaction((client) =>
    own.stage(
      client,
      'intake-status',
      numbers.map((n) => ({ key, event: event(n) })),
    ),
  );
const waiting = async (): Promise<number> => (await database.pool.query('SELECT FROM outbox')).rowCount ?? 0;
beforeAll(async () => {
  server = await startTestDatabase();
  database = await open();
});
afterAll(async () => {
  await database.close();
  await server.stop();
});
beforeEach(async () => {
  log = new TestLog();
  said = [];
  opened = [];
  await database.pool.query('TRUNCATE outbox');
});
afterEach(() => Promise.all(opened.map((one) => one.stop())));

describe('an event', () => {
  it('is on the log once it was committed and published, and waits no longer', async () => {
    const own = outbox();
    await stage(own, 'a', 1, 2);
    await stage(own, 'b', 3);
    expect(log.records).toEqual([]);
    await own.publish();
    expect(log.ofKey('a')).toEqual([1, 2]);
    expect(log.ofKey('b')).toEqual([3]);
    expect(await waiting()).toBe(0);
  });

  it('is published in the trace of what decided it, also later and by another replica', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const tracing = { traceOf: (key: string) => (key === 'a' ? traceparent : undefined) };
    await stage(outbox({ log: { publish: (records) => log.publish(records), tracing } }), 'a', 1);
    await stage(outbox(), 'b', 2);
    await outbox().publish();
    expect(log.records.map(({ key, trace }) => [key, trace])).toEqual([
      ['a', traceparent],
      ['b', undefined],
    ]);
  });

  it('of a transaction that fails is never published', async () => {
    const own = outbox();
    const failed = database.transaction(async (client) => {
      await own.stage(client, 'intake-status', [{ key: 'a', event: event(1) }]);
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow(RangeError);
    await own.publish();
    expect(log.records).toEqual([]);
  });

  it('that has not the shape of its topic is refused before the commit, with every fault', async () => {
    const own = outbox();
    // What the compiler would refuse can still come of a value that was read from a table.
    const wrong = { key: 'a', event: { at: 'yesterday', outages: 7 } as unknown as IntakeStatus };
    const failed = database.transaction((client) => own.stage(client, 'intake-status', [wrong]));
    await expect(failed).rejects.toThrow(OutgoingEventInvalidError);
    await expect(failed).rejects.toMatchObject({
      facts: {
        topic: 'intake-status',
        key: 'a',
        faults: [expect.stringMatching(/^at: /), expect.stringMatching(/^outages: /)],
      },
    });
    expect(await waiting()).toBe(0);
  });

  it('that a crash left behind is brought to the log by the relay', async () => {
    await stage(outbox(), 'a', 1, 2, 3);
    outbox().start();
    await eventually(async () => (await waiting()) === 0, { what: 'all of them' });
    expect(log.ofKey('a')).toEqual([1, 2, 3]);
  });

  it('is published again, in the same order, where the log has taken it and the acknowledgement was lost', async () => {
    const own = outbox();
    await stage(own, 'a', 1, 2);
    log.losesItsAnswer = true;
    await own.publish();
    expect(await waiting()).toBe(2);
    log.losesItsAnswer = false;
    await outbox().publish();
    expect(log.ofKey('a')).toEqual([1, 2, 1, 2]);
    expect(await waiting()).toBe(0);
  });

  it('can be one of thousands', async () => {
    const own = outbox();
    const numbers = Array.from({ length: 2500 }, (_, n) => n);
    await stage(own, 'a', ...numbers);
    await own.publish();
    expect(log.ofKey('a')).toEqual(numbers);
  });
});

describe('a log that is away while the process lives', () => {
  it('keeps no command waiting for longer than was agreed, and gets everything in order when it is back', async () => {
    const registry = new Registry();
    const own = outbox({ waitMilliseconds: 50, metrics: registry });
    own.start();
    log.fault = () => new AwayError('away');
    await stage(own, 'a', 1);
    await own.publish();
    await stage(own, 'a', 2);
    await own.publish();
    expect(await waiting()).toBe(2);
    await eventually(
      async () => (await registry.metrics()).includes('homeward_outbox_waiting{service="clinician"} 2'),
      { what: 'the metric' },
    );
    expect(said).toEqual(['outbox-publish-failed']);

    log.fault = () => undefined;
    await eventually(async () => (await waiting()) === 0, { what: 'all of them' });
    expect(log.ofKey('a')).toEqual([1, 2]);
    await eventually(() => said.includes('outbox-publish-recovered'), { what: 'the end of it to be said' });
  });

  it('that does not even answer keeps no command waiting either', async () => {
    const own = outbox({ waitMilliseconds: 20 });
    const held = Promise.withResolvers<undefined>();
    log.hold = held.promise;
    await stage(own, 'a', 1);
    await own.publish();
    expect(await waiting()).toBe(1);
    held.resolve(undefined);
    await eventually(async () => (await waiting()) === 0, { what: 'it' });
  });

  it('for a reason without a name gives nothing up', async () => {
    const own = outbox();
    log.fault = () => new TypeError('what is this');
    await stage(own, 'a', 1);
    await own.publish();
    expect(await own.setAside()).toEqual([]);
    expect(await waiting()).toBe(1);
  });
});

describe('a record that the log can never take', () => {
  it('is set aside with its reason, and the others go on in their order', async () => {
    const registry = new Registry();
    const own = outbox({ metrics: registry });
    log.fault = (records) =>
      records.some((record) => numberOf(record) === 7) ? new TooLargeError('larger than the log allows') : undefined;
    await stage(own, 'a', ...Array.from({ length: 20 }, (_, n) => n));
    await own.publish();
    expect(log.ofKey('a')).toEqual([0, 1, 2, 3, 4, 5, 6, ...Array.from({ length: 12 }, (_, n) => n + 8)]);
    expect(await own.setAside()).toEqual([
      expect.objectContaining({
        topic: 'intake-status',
        key: 'a',
        reason: 'larger than the log allows',
        setAsideAt: now,
      }),
    ]);
    expect(said).toEqual(['outbox-record-set-aside']);
    expect(await registry.metrics()).toContain('homeward_outbox_set_aside{service="clinician"} 1');

    await stage(own, 'a', 100);
    await own.publish();
    expect(log.ofKey('a').at(-1)).toBe(100);
    expect(await own.setAside()).toHaveLength(1);
  });

  it('is kept for ninety days', async () => {
    const clock = new ManualClock(now);
    const own = outbox({ clock });
    log.fault = () => new TooLargeError('too large');
    await stage(own, 'a', 1);
    await own.publish();
    expect(await own.setAside()).toHaveLength(1);
    clock.advance(91 * 86_400_000);
    own.start();
    await eventually(async () => (await waiting()) === 0);
  });

  it('is not given up when the log goes away while it is looked for', async () => {
    const own = outbox();
    log.fault = (records) => (records.length > 1 ? new TooLargeError('too large') : new AwayError('away'));
    await stage(own, 'a', 1, 2);
    await own.publish();
    expect(await own.setAside()).toEqual([]);
    log.fault = () => undefined;
    await own.publish();
    expect(log.ofKey('a')).toEqual([1, 2]);
  });
});

describe('two replicas', () => {
  it('never put an older value of a key after a newer one', async () => {
    const other = await open();
    const pair = [outbox(), outbox({ database: other })];
    for (const one of pair) one.start();
    let fails = 0;
    // Each fourth call fails after the log has taken nothing.
    log.fault = () => {
      fails += 1;
      return fails % 4 === 0 ? new AwayError('away') : undefined;
    };
    for (let n = 0; n < 60; n += 1) {
      await stage(pair[n % 2] ?? outbox(), `key-${String(n % 3)}`, n);
      void Promise.all(pair.map((one) => one.publish()));
    }
    await eventually(async () => (await waiting()) === 0, { what: 'all of them' });
    await Promise.all(pair.map((one) => one.stop()));
    await other.close();
    for (const key of ['key-0', 'key-1', 'key-2']) {
      expect(log.ofKey(key)).toEqual([...log.ofKey(key)].sort((a, b) => a - b));
      expect(new Set(log.ofKey(key)).size).toBe(20);
    }
  });

  it('wait for each other for no longer than was agreed', async () => {
    const other = await open();
    const first = outbox({ waitMilliseconds: 20 });
    const second = outbox({ database: other, waitMilliseconds: 20 });
    const held = Promise.withResolvers<undefined>();
    log.hold = held.promise;
    await stage(first, 'a', 1);
    await first.publish();
    await stage(second, 'a', 2);
    await second.publish();
    expect(log.calls).toBe(1);
    held.resolve(undefined);
    await eventually(async () => (await waiting()) === 0, { what: 'both' });
    await second.stop();
    await other.close();
    expect(log.ofKey('a')).toEqual([1, 2]);
  });
});
