import { topics, type TopicName } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { EventLog, LogBatch, LogRecord, OutgoingRecord } from '../event-log.ts';
import { startChild, type ChildTask } from './child-process.ts';
import { eventually } from '#libs/fixtures';

/** What the suite needs to know of an adapter. */
export interface EventLogUnderTest {
  /** Opens another instance, as another process would. The suite closes it. */
  open(namespace: string): EventLog;
  /** The environment by which a child process opens the same. */
  childEnvironment(): Readonly<Record<string, string>>;
}

const topic = 'observations' satisfies TopicName;
const partitions = topics[topic].partitions;

/** `count` records for a topic, with `keys` keys in turn, each with its number. */
const numbered = (count: number, keys: number, on: TopicName = topic): OutgoingRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    topic: on,
    key: `key-${String(n % keys)}`,
    value: JSON.stringify({ n }),
  }));

// `numbered` wrote it.
const numberOf = (value: string): number => (JSON.parse(value) as { n: number }).n;
const numberIn = ({ value }: LogRecord): number => (value === null ? -1 : numberOf(value));

/** Remembers what a consumer was given. */
class Seen {
  readonly records: (LogRecord & { readonly topic: TopicName; readonly partition: number })[] = [];

  readonly take = (batch: LogBatch): Promise<void> => {
    for (const record of batch.records) {
      this.records.push({ ...record, topic: batch.topic, partition: batch.partition });
    }
    return Promise.resolve();
  };

  get numbers(): Set<number> {
    return new Set(this.records.map(numberIn));
  }

  get partitions(): Set<number> {
    return new Set(this.records.map(({ partition }) => partition));
  }
}

/** What every adapter of the event log promises. Each test has a namespace, and so a log, of its own. */
export function describeEventLog(underTest: EventLogUnderTest): void {
  let namespace = '';
  let opened: EventLog[] = [];

  const open = (): EventLog => {
    const log = underTest.open(namespace);
    opened.push(log);
    return log;
  };
  const openPrepared = async (): Promise<EventLog> => {
    const log = open();
    await log.prepare();
    return log;
  };
  const child = (task: ChildTask, group: string) =>
    startChild(task, { ...underTest.childEnvironment(), LOG_NAMESPACE: namespace, LOG_GROUP: group });

  beforeEach(() => {
    namespace = `test-${randomUUID().slice(0, 8)}`;
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((log) => log.close()));
  });

  it('keeps the order of each key, whatever is published at the same time', async () => {
    const log = await openPrepared();
    const seen = new Seen();
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });

    await Promise.all(numbered(600, 7).map((record) => log.publish([record])));
    await eventually(() => seen.records.length >= 600, { what: 'all records' });

    const byKey = Map.groupBy(seen.records, ({ key }) => key);
    expect(byKey.size).toBe(7);
    for (const records of byKey.values()) {
      expect(new Set(records.map(({ partition }) => partition)).size).toBe(1);
      expect(records.map(numberIn)).toEqual(records.map(numberIn).sort((a, b) => a - b));
    }
  });

  it('gives positions that rise within a partition, and the time of taking', async () => {
    const log = await openPrepared();
    const seen = new Seen();
    await log.publish(numbered(50, 5));
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    await eventually(() => seen.records.length >= 50, { what: 'all records' });

    for (const records of Map.groupBy(seen.records, ({ partition }) => partition).values()) {
      records.forEach((record, index) => {
        const before = records[index - 1];
        if (before !== undefined) expect(record.position > before.position).toBe(true);
      });
    }
    const hourMs = 3_600_000;
    const times = seen.records.map(({ appendedAt }) => appendedAt.getTime());
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(hourMs);
  });

  it('lets a new group start from the beginning, and each group see everything', async () => {
    const log = await openPrepared();
    await log.publish(numbered(100, 20));
    const first = new Seen();
    const second = new Seen();
    await log.subscribe({ group: 'first', topics: [topic], onBatch: first.take });
    await eventually(() => first.numbers.size === 100, { what: 'all records in the first group' });
    await log.subscribe({ group: 'second', topics: [topic], onBatch: second.take });
    await eventually(() => second.numbers.size === 100, { what: 'all records in the second group' });
  });

  it('goes on where the group has got to', async () => {
    const log = await openPrepared();
    const before = new Seen();
    const subscription = await log.subscribe({ group: 'readers', topics: [topic], onBatch: before.take });
    await log.publish(numbered(100, 20));
    await eventually(() => before.numbers.size === 100, { what: 'the first hundred' });
    await subscription.close();

    const after = new Seen();
    await log.publish(numbered(130, 20).slice(100));
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: after.take });
    await eventually(() => after.numbers.size === 30, { what: 'the next thirty' });
    expect(Math.min(...after.numbers)).toBe(100);
  });

  it('brings a rejected batch again until it is accepted, and lets other partitions go on', async () => {
    const log = await openPrepared();
    const seen = new Seen();
    const attempts: number[] = [];
    let refuse = true;
    await log.subscribe({
      group: 'readers',
      topics: [topic],
      onBatch: (batch) => {
        if (refuse && batch.records.some(({ key }) => key === 'key-3')) return Promise.reject(new Error('not yet'));
        return seen.take(batch);
      },
      onRetry: (_error, _batch, attempt) => attempts.push(attempt),
    });
    await log.publish(numbered(200, 40));
    await eventually(() => attempts.includes(3), { what: 'three attempts' });
    await eventually(() => seen.partitions.size === partitions - 1, { what: 'the other partitions' });
    const stuck = (n: number): boolean => n % 40 === 3;
    expect([...seen.numbers].filter(stuck)).toEqual([]);

    refuse = false;
    await eventually(() => seen.numbers.size === 200, { what: 'all records' });
    const ofKey = seen.records.filter(({ key }) => key === 'key-3').map(numberIn);
    expect(ofKey).toEqual([3, 43, 83, 123, 163]);
  });

  it('pushes back while a consumer is slow, and never hands out two batches of a partition at once', async () => {
    const log = await openPrepared();
    const atWork = new Map<number, number>();
    let twice = false;
    let inHand = 0;
    let done = 0;
    let letGo: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (letGo = resolve));
    await log.subscribe({
      group: 'readers',
      topics: [topic],
      maxBatchRecords: 20,
      maxConcurrentBatches: 3,
      onBatch: async ({ partition, records }) => {
        if ((atWork.get(partition) ?? 0) > 0) twice = true;
        atWork.set(partition, 1);
        inHand += records.length;
        await slow;
        done += records.length;
        atWork.set(partition, 0);
      },
    });
    await log.publish(numbered(3_000, 300));
    await eventually(() => [...atWork.values()].filter((batches) => batches > 0).length === 3, {
      what: 'three batches in hand',
    });
    const before = inHand;
    await log.publish(numbered(100, 100));
    expect(before).toBeLessThanOrEqual(60);
    expect(inHand).toBe(before);

    letGo();
    await eventually(() => done >= 3_100, { what: 'everything done' });
    expect(twice).toBe(false);
  });

  it('keeps the last value of each key on a compacted topic', async () => {
    const log = await openPrepared();
    const plans = numbered(300, 10, 'monitoring-plans');
    await log.publish(plans.slice(0, 150));
    await Promise.all(plans.slice(150).map((record) => log.publish([record])));
    await log.publish([{ topic: 'monitoring-plans', key: 'key-9', value: null }]);

    const seen = new Seen();
    await log.subscribe({ group: 'late', topics: ['monitoring-plans'], onBatch: seen.take });
    const last = (): Map<string, string | null> => new Map(seen.records.map(({ key, value }) => [key, value]));
    await eventually(() => last().get('key-9') === null, { what: 'the tombstone' });
    const isLast = (value: string | null): boolean => value === null || numberOf(value) >= 290;
    await eventually(() => last().size === 10 && [...last().values()].every(isLast), {
      what: 'the last of all others',
    });
  });

  it('brings a running consumer every change of a compacted topic that comes while it waits', async () => {
    const log = await openPrepared();
    const seen = new Seen();
    await log.subscribe({ group: 'running', topics: ['devices'], onBatch: seen.take });
    for (let n = 0; n < 5; n += 1) {
      await log.publish([{ topic: 'devices', key: 'watch', value: JSON.stringify({ n }) }]);
      await eventually(() => seen.numbers.has(n), { what: `change ${String(n)}` });
    }
  });

  it('takes and brings a big payload', async () => {
    const log = await openPrepared();
    const seen = new Seen();
    const value = JSON.stringify({ n: 1, body: 'é😀"\\'.repeat(300_000) });
    await log.publish([{ topic: 'quarantine', key: 'big', value }]);
    await log.subscribe({ group: 'readers', topics: ['quarantine'], onBatch: seen.take });
    await eventually(() => seen.records.length === 1, { what: 'the big one' });
    expect(seen.records[0]?.value === value).toBe(true);
  });

  it('refuses a record without a key', async () => {
    const log = await openPrepared();
    await expect(log.publish([{ topic, key: '', value: '{}' }])).rejects.toMatchObject({
      code: 'event-log-record-unfit',
    });
  });

  it('refuses a record that is too large, and takes one that carries such a large one as a dead letter', async () => {
    const log = await openPrepared();
    const tooLarge = { topic: 'quarantine' as const, key: 'big', value: JSON.stringify('"'.repeat(2_000_000)) };
    await expect(log.publish([...numbered(2, 2), tooLarge])).rejects.toMatchObject({ code: 'event-log-record-unfit' });
    const large = JSON.stringify('"'.repeat(1_900_000));
    await log.publish([{ topic: 'dead-letters', key: 'big', value: JSON.stringify({ value: large }) }]);
  });

  it('brings along which trace a record belongs to, and that it belongs to none', async () => {
    const log = await openPrepared();
    const seen = new Seen();
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await log.publish(numbered(2, 2).map((record, n) => (n === 0 ? { ...record, trace } : record)));
    await eventually(() => seen.records.length === 2, { what: 'both records' });
    expect(new Map(seen.records.map((record) => [record.key, record.trace]))).toEqual(
      new Map([
        ['key-0', trace],
        ['key-1', undefined],
      ]),
    );
  });

  it('says how far a group lags behind', async () => {
    const log = await openPrepared();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const seen = new Seen();
    const subscription = await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    await log.publish(numbered(120, 60));
    await eventually(() => seen.numbers.size === 120, { what: 'all records' });
    await eventually(async () => (await log.lag('readers')).get(topic) === 0, { what: 'no lag' });
    await subscription.close();

    await log.subscribe({ group: 'readers', topics: [topic], onBatch: () => held });
    await log.publish(numbered(50, 50));
    await eventually(async () => (await log.lag('readers')).get(topic) === 50, { what: 'a lag of fifty' });
    letGo();
    await eventually(async () => (await log.lag('readers')).get(topic) === 0, { what: 'no lag again' });
  });

  it('says how many records each topic holds, also of those that no group reads', async () => {
    const log = await openPrepared();
    const before = (await log.size()).get(topic) ?? 0;
    await log.publish(numbered(120, 60));
    expect((await log.size()).get(topic)).toBe(before + 120);
    expect((await log.size()).size).toBe(Object.keys(topics).length);
  });

  it('loses nothing of many publishers at once, nor lets a reader that keeps up miss any', async () => {
    const reader = await openPrepared();
    const seen = new Seen();
    await reader.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    const publishers = [open(), open(), open(), open()];
    const records = numbered(2_000, 97);
    await Promise.all(
      publishers.map(async (log, mine) => {
        const own = records.filter((_, n) => n % publishers.length === mine);
        while (own.length > 0) await Promise.all(own.splice(0, 10).map((record) => log.publish([record])));
      }),
    );
    await eventually(() => seen.numbers.size === 2_000, { what: 'all records' });
    expect(seen.records).toHaveLength(2_000);
  });

  it('shares the partitions between the members of a group, and anew when one comes or goes', async () => {
    const log = await openPrepared();
    const other = open();
    const [first, second] = [new Seen(), new Seen()];
    let assigned = 0;
    await log.subscribe({
      group: 'readers',
      topics: [topic],
      onBatch: first.take,
      onAssigned: () => (assigned += 1),
    });
    expect(assigned).toBeGreaterThan(0);
    const publishTo = async (): Promise<void> => {
      first.records.length = 0;
      second.records.length = 0;
      await log.publish(numbered(200, 100));
      await eventually(() => first.numbers.size + second.numbers.size >= 200, { what: 'all records' });
    };
    await publishTo();
    expect(first.partitions.size).toBe(partitions);

    const joined = await other.subscribe({ group: 'readers', topics: [topic], onBatch: second.take });
    await eventually(
      async () => {
        await publishTo();
        return first.partitions.size === partitions / 2 && second.partitions.size === partitions / 2;
      },
      { what: 'an even share' },
    );

    await joined.close();
    await eventually(
      async () => {
        await publishTo();
        return first.partitions.size === partitions;
      },
      { what: 'all back with the first' },
    );
  });

  it('brings what a member had in hand when it was killed to another member', async () => {
    const log = await openPrepared();
    await log.publish(numbered(100, 50));
    const killed = child('hold', 'readers');
    await killed.says('holding');
    await killed.kill();

    const seen = new Seen();
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    await eventually(() => seen.numbers.size === 100, { what: 'all records' });
  });

  it('brings nothing again to speak of that a killed member had finished', async () => {
    const log = await openPrepared();
    await log.publish(numbered(100, 50));
    const killed = child('work', 'readers');
    await killed.says('worked 100');
    await eventually(async () => (await log.lag('readers')).get(topic) === 0, {
      what: 'its progress to be written down',
    });
    await killed.kill();

    const seen = new Seen();
    await log.publish(numbered(150, 50).slice(100));
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    await eventually(() => seen.numbers.size === 50, { what: 'the rest' });
    expect(Math.min(...seen.numbers)).toBe(100);
  });

  it('lets no member that was frozen undo the work of the one that took over', async () => {
    const log = await openPrepared();
    await log.publish(numbered(100, 50));
    const frozen = child('work', 'readers');
    await frozen.says('worked 100');
    await eventually(async () => (await log.lag('readers')).get(topic) === 0, {
      what: 'its progress to be written down',
    });
    frozen.freeze();

    const seen = new Seen();
    await log.publish(numbered(150, 50).slice(100));
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    await eventually(() => seen.numbers.size === 50, { what: 'all partitions to be taken over' });
    await eventually(async () => (await log.lag('readers')).get(topic) === 0, {
      what: 'the progress to be written down',
    });
    frozen.thaw();

    // Some of these go to the one that woke up: it is a member again, with what it is given anew.
    await log.publish(numbered(250, 50).slice(150));
    await eventually(async () => (await log.lag('readers')).get(topic) === 0, { what: 'the rest' });
    expect(Math.min(...seen.numbers)).toBe(100);
    await frozen.kill();
  });

  it('has what was published before its publisher was killed', async () => {
    const log = await openPrepared();
    const killed = child('publish', 'none');
    await killed.says('published 300');
    await killed.kill();

    const seen = new Seen();
    await log.subscribe({ group: 'readers', topics: [topic], onBatch: seen.take });
    await eventually(() => seen.numbers.size === 300, { what: 'all records' });
  });

  it('answers the check while it can be reached, and refuses after it is closed', async () => {
    const log = await openPrepared();
    await expect(log.check()).resolves.toBeUndefined();
    await log.close();
    await expect(log.publish(numbered(1, 1))).rejects.toMatchObject({ code: 'event-log-closed' });
  });

  it('can be prepared by many at once', async () => {
    const logs = [open(), open(), open()];
    await Promise.all(logs.map((log) => log.prepare()));
    await logs[0]?.publish(numbered(1, 1));
  });
}
