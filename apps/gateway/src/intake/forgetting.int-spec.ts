import { ManualClock } from '#libs/clock';
import { instant } from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createLogger } from '#libs/telemetry';
import { gatewayMigrations } from '../gateway.module.ts';
import { ForgettingService } from './forgetting.service.ts';
import { MessagesStore } from './messages.store.ts';

// Real: Postgres. The time is made up.

describe('Message ids', () => {
  const start = new Date('2026-11-21T08:00:00Z');
  const digest = '0123456789abcdef0123456789abcdef';
  const logger = createLogger({ service: 'gateway', level: 'silent' });
  const clock = new ManualClock(start);
  let testDatabase: TestDatabase;
  let database: Database;
  let messages: MessagesStore;

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
    database = await openDatabase({ url: testDatabase.url, schema: 'gateway', migrations: gatewayMigrations });
    messages = new MessagesStore(database);
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await testDatabase.stop();
  });

  it('are found again by device and id, in the order that was asked, and written down once', async () => {
    const taken = ['m-1', 'm-2', 'a "quoted", {odd} \\ id'].map((messageId) => ({ deviceId: 'd', messageId, digest }));
    await messages.remember(taken, instant(start));
    await messages.remember(taken, instant(start));
    expect(
      await messages.findDigests([
        { deviceId: 'd', messageId: 'm-2' },
        { deviceId: 'e', messageId: 'm-2' },
        { deviceId: 'd', messageId: 'a "quoted", {odd} \\ id' },
      ]),
    ).toEqual([digest, undefined, digest]);
    expect(await messages.findDigests([])).toEqual([]);
  });

  it('are forgotten in steps once they are too old, and no sooner', async () => {
    const many = Array.from({ length: 25 }, (_, n) => ({ deviceId: 'f', messageId: String(n), digest }));
    await messages.remember(many, instant(start));
    const forgetting = new ForgettingService({ messages, clock, logger }, { keepDays: 31, everyMs: 60_000, step: 10 });
    clock.set(new Date('2026-12-22T08:00:00Z'));
    expect(await forgetting.forget()).toBe(0);
    clock.advance(1);
    await messages.remember([{ deviceId: 'g', messageId: 'new', digest }], instant(clock.now()));
    expect(await forgetting.forget()).toBe(28);
    expect(await messages.findDigests([{ deviceId: 'g', messageId: 'new' }])).toEqual([digest]);
  });
});
