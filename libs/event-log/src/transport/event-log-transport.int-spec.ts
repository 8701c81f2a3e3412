import { DeadLetter, deadLetterId, DeviceStatus, HomewardError, instant, Replay } from '#libs/contracts';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { EventLog, LogRecord } from '../event-log.ts';
import { encode } from '../outgoing-records.ts';
import { createPostgresLog } from '../postgres/postgres-log.ts';
import type { EventBatch } from './event-batch.ts';
import { EventLogTransport } from './event-log-transport.ts';
import { FromLog } from './from-log.ts';

const transportId = Symbol('test');
const now = new Date('2026-01-01T00:00:00Z');

class ForGood extends HomewardError {
  readonly code = 'for-good';
  readonly transient = false;
}
class Passing extends HomewardError {
  readonly code = 'passing';
  readonly transient = true;
}

/** What the handler under test does with a batch. */
let work: (batch: EventBatch<'device-status'>) => void = () => undefined;

@Controller()
class StatusConsumer {
  @FromLog('device-status', transportId)
  async onStatus(batch: EventBatch<'device-status'>): Promise<void> {
    await Promise.resolve();
    work(batch);
  }
}

@Module({ controllers: [StatusConsumer as Type] })
class StatusModule {}

const status = (deviceId: string): DeviceStatus =>
  DeviceStatus.parse({ deviceId, gatewayId: 'gateway', receivedAt: '2026-01-01T00:00:00.000Z' });

describe('handlers on the event log', () => {
  let server: TestDatabase;
  let pool: pg.Pool;
  let log: EventLog;
  let transport: EventLogTransport;
  let metrics: Registry;
  let letters: LogRecord[];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    server = await startTestDatabase();
    pool = new pg.Pool({ connectionString: server.url });
  });
  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  beforeEach(async () => {
    log = createPostgresLog({ pool, namespace: `test-${randomUUID()}` });
    await log.prepare();
    metrics = new Registry();
    transport = new EventLogTransport({
      log,
      group: 'statuses',
      transportId,
      clock: { now: () => now },
      logger: pino({ level: 'silent' }),
      metrics,
    });
    letters = [];
    await log.subscribe({
      group: 'dead-letter-office',
      topics: ['dead-letters'],
      onBatch: ({ records }) => {
        letters.push(...records);
        return Promise.resolve();
      },
    });
    const app = await NestFactory.createMicroservice(StatusModule, { strategy: transport, logger: false });
    await expect(transport.check()).rejects.toMatchObject({ code: 'event-log-unavailable' });
    await app.listen();
    stop = () => app.close();
  });
  afterEach(async () => {
    await stop();
    await log.close();
  });

  it('get batches of events in the shape of their topic, and leave their metrics', async () => {
    const seen: string[] = [];
    work = ({ topic, records }) => {
      expect(topic).toBe('device-status');
      for (const { event } of records) if (event !== null) seen.push(event.deviceId);
    };
    await log.publish(['a', 'b', 'c'].map((device) => encode('device-status', device, status(device))));
    await eventually(() => seen.length === 3, { what: 'three statuses' });
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
    await expect(transport.check()).resolves.toBeUndefined();
    await eventually(
      async () =>
        (await metrics.metrics()).includes('homeward_log_records_total{group="statuses",topic="device-status"} 3'),
      { what: 'the metrics' },
    );
  });

  it('get a tombstone as an event that is null', async () => {
    const gone: string[] = [];
    work = ({ records }) => {
      for (const { key, event } of records) if (event === null) gone.push(key);
    };
    await log.publish([encode('device-status', 'a', null)]);
    await eventually(() => gone.length === 1, { what: 'the tombstone' });
  });

  it('are spared a record that cannot be read, which goes to the dead letters while its neighbours go on', async () => {
    const seen: string[] = [];
    work = ({ records }) => {
      for (const { key } of records) seen.push(key);
    };
    await log.publish([
      encode('device-status', 'before', status('before')),
      { topic: 'device-status', key: 'broken', value: '{"deviceId":7}' },
      { topic: 'device-status', key: 'not-json', value: '{' },
      encode('device-status', 'after', status('after')),
    ]);
    await eventually(() => seen.length === 2, { what: 'the neighbours' });
    await eventually(() => letters.length === 2, { what: 'the dead letters' });
    const letter = JSON.parse(letters[0]?.value ?? '{}') as Record<string, unknown>;
    expect(letter).toMatchObject({ topic: 'device-status', group: 'statuses', failedAt: now.toISOString() });
    expect(letters.map(({ key }) => key).sort()).toEqual(['broken', 'not-json']);
  });

  it.each([
    ['an error that says it is for good', () => new ForGood('never')],
    ['an error without a name, after its chances', () => new TypeError('never')],
  ])('isolate a poison record: %s', async (_name, poison) => {
    const seen = new Set<string>();
    work = ({ records }) => {
      if (records.some(({ key }) => key === 'poison')) throw poison();
      for (const { key } of records) seen.add(key);
    };
    const keys = [...Array.from({ length: 30 }, (_, n) => `device-${String(n)}`), 'poison'];
    await log.publish(keys.map((key) => encode('device-status', key, status(key))));
    await eventually(() => seen.size === 30, { what: 'the neighbours' });
    await eventually(() => letters.length > 0, { what: 'the dead letter' });
    expect(letters.map(({ key }) => key)).toEqual(['poison']);
    expect(JSON.parse(letters[0]?.value ?? '{}')).toMatchObject({ key: 'poison', reason: 'never' });
    await eventually(
      () =>
        transport.check().then(
          () => true,
          () => false,
        ),
      { what: 'readiness' },
    );
  });

  it('wait for a fault to pass, are not ready meanwhile, and give nothing up', async () => {
    const seen = new Set<string>();
    let broken = true;
    work = ({ records }) => {
      if (broken) throw new Passing('the database is away');
      for (const { key } of records) seen.add(key);
    };
    await log.publish(['a', 'b', 'c'].map((key) => encode('device-status', key, status(key))));
    await eventually(
      () =>
        transport.check().then(
          () => false,
          (error: unknown) => String(error).includes('away'),
        ),
      { what: 'unreadiness' },
    );
    const lag = 'homeward_log_lag_records{group="statuses",topic="device-status"}';
    expect(await metrics.metrics()).toContain(`${lag} 3`);
    broken = false;
    await eventually(() => seen.size === 3, { what: 'all of them' });
    await eventually(async () => (await metrics.metrics()).includes(`${lag} 0`), { what: 'no lag' });
    await eventually(
      () =>
        transport.check().then(
          () => true,
          () => false,
        ),
      { what: 'readiness' },
    );
    expect(letters).toEqual([]);
  });

  describe('and dead letters', () => {
    const letter = (n: number): DeadLetter => DeadLetter.parse(JSON.parse(letters[n]?.value ?? '{}'));
    /** As an administrator has it tried again. */
    const replayOf = ({ id: deadLetterId, group, topic, partition, position, key, value }: DeadLetter): Replay => {
      return { deadLetterId, group, topic, partition, position, key, value, requestedAt: instant(now) };
    };
    const failOn = (poison: string, seen: string[]) => {
      work = ({ records }) => {
        if (records.some(({ key }) => key === poison)) throw new ForGood('never');
        for (const { key } of records) seen.push(key);
      };
    };

    it('have an id that follows from group, topic, partition and position', async () => {
      failOn('poison', []);
      await log.publish([encode('device-status', 'poison', status('poison'))]);
      await eventually(() => letters.length === 1, { what: 'the dead letter' });
      const { id, group, topic, partition, position } = letter(0);
      expect(id).toBe(deadLetterId({ group, topic, partition, position }));
    });

    it('are tried again by the group that failed, as if they came from their own topic', async () => {
      failOn('poison', []);
      await log.publish([encode('device-status', 'poison', status('poison'))]);
      await eventually(() => letters.length === 1, { what: 'the dead letter' });
      const seen: EventBatch<'device-status'>[] = [];
      work = (batch) => void seen.push(batch);
      await log.publish([encode('replays', 'poison', replayOf(letter(0)))]);
      await eventually(() => seen.length === 1, { what: 'the record' });
      expect(seen[0]).toMatchObject({
        topic: 'device-status',
        records: [{ key: 'poison', event: status('poison'), position: BigInt(letter(0).position) }],
      });
      expect(letters).toHaveLength(1);
    });

    it('are the same letter again where they fail again, which the metric tells apart', async () => {
      failOn('poison', []);
      await log.publish([encode('device-status', 'poison', status('poison'))]);
      await eventually(() => letters.length === 1, { what: 'the dead letter' });
      await log.publish([encode('replays', 'poison', replayOf(letter(0)))]);
      await eventually(() => letters.length === 2, { what: 'the letter again' });
      expect(letter(1)).toEqual(letter(0));
      await eventually(
        async () =>
          (await metrics.metrics()).includes(
            'homeward_log_failures_total{group="statuses",topic="device-status",outcome="dead-letter-again"} 1',
          ),
        { what: 'the metric' },
      );
    });

    it('of other groups are left to them', async () => {
      const seen: string[] = [];
      failOn('none', seen);
      const own = { group: 'statuses', topic: 'device-status', partition: 0, position: '1' };
      const replay = (key: string, group: string): Replay => ({
        ...own,
        group,
        deadLetterId: deadLetterId({ ...own, group }),
        key,
        value: JSON.stringify(status(key)),
        requestedAt: instant(now),
      });
      await log.publish([
        encode('replays', 'same-key', replay('of-others', 'others')),
        encode('replays', 'same-key', replay('ours', 'statuses')),
      ]);
      await eventually(() => seen.length > 0, { what: 'ours' });
      expect(seen).toEqual(['ours']);
      expect(letters).toEqual([]);
    });

    it('still have to have the shape of their topic, and a handler', async () => {
      const seen: string[] = [];
      failOn('none', seen);
      const replay = (topic: string, value: string): Replay => {
        const at = { group: 'statuses', topic, partition: 0, position: '7' };
        return { ...at, deadLetterId: deadLetterId(at), key: 'a', value, requestedAt: instant(now) };
      };
      const broken = [
        replay('device-status', '{"deviceId":7}'),
        replay('gateways', '{}'),
        replay('no-such-topic', '{}'),
      ];
      await log.publish(broken.map((one) => encode('replays', 'a', one)));
      await eventually(() => letters.length === 3, { what: 'all three' });
      expect(letters.map((_, n) => letter(n).id)).toEqual(broken.map(({ deadLetterId: id }) => id));
      expect(seen).toEqual([]);
    });

    it('wait for a fault to pass, like any other record', async () => {
      const seen: string[] = [];
      failOn('poison', seen);
      await log.publish([encode('device-status', 'poison', status('poison'))]);
      await eventually(() => letters.length === 1, { what: 'the dead letter' });
      let broken = true;
      work = ({ records }) => {
        if (broken) throw new Passing('the database is away');
        for (const { key } of records) seen.push(key);
      };
      await log.publish([encode('replays', 'poison', replayOf(letter(0)))]);
      await eventually(
        () =>
          transport.check().then(
            () => false,
            (error: unknown) => String(error).includes('replays'),
          ),
        { what: 'unreadiness' },
      );
      broken = false;
      await eventually(() => seen.length === 1, { what: 'the record' });
      await eventually(
        () =>
          transport.check().then(
            () => true,
            () => false,
          ),
        { what: 'readiness' },
      );
      expect(letters).toHaveLength(1);
    });
  });
});
