import { ManualClock } from '#libs/clock';
import { instant } from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createLogger } from '#libs/telemetry';
import { Timers } from '#libs/timers';
import { DailyVolumesStore } from './allowances/daily-volumes.store.ts';
import { gatewayDataClasses } from './data-classes.ts';
import { gatewayMigrations } from './gateway.module.ts';
import { MessagesStore } from './intake/messages.store.ts';
import { IntakeStatusStore } from './intake-status/intake-status.store.ts';
import { RetentionService } from './retention.service.ts';

// Real: Postgres. The time is set by the test.

describe('What the gateway service keeps', () => {
  const start = new Date('2026-11-21T08:00:00Z');
  const after = (days: number, ms = 0) => new Date(start.getTime() + days * 86_400_000 + ms);
  const takenAt = instant(start);
  const digest = '0123456789abcdef0123456789abcdef';
  let testDatabase: TestDatabase;
  let database: Database;
  let messages: MessagesStore;
  let intakeStatus: IntakeStatusStore;
  let volumes: DailyVolumesStore;
  let retention: RetentionService;

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
    database = await openDatabase({ url: testDatabase.url, schema: 'gateway', migrations: gatewayMigrations });
    messages = new MessagesStore(database);
    intakeStatus = new IntakeStatusStore(database);
    volumes = new DailyVolumesStore(database);
    const logger = createLogger({ service: 'gateway', level: 'silent' });
    const timers = new Timers({ database, clock: new ManualClock(start), logger, service: 'gateway' });
    retention = new RetentionService({ timers, messages, intakeStatus, volumes, oldestReadingDays: 30 });
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await testDatabase.stop();
  });

  it('finds message ids by device and id, in the order that was asked, written down once', async () => {
    const taken = ['m-1', 'm-2', 'a "quoted", {odd} \\ id'].map((messageId) => ({
      deviceId: 'd',
      messageId,
      digest,
      takenAt,
    }));
    const seen = [{ digest, takenAt }];
    await messages.remember(taken, instant(start));
    await messages.remember(taken, instant(start));
    expect(
      await messages.findSeen([
        { deviceId: 'd', messageId: 'm-2' },
        { deviceId: 'e', messageId: 'm-2' },
        { deviceId: 'd', messageId: 'a "quoted", {odd} \\ id' },
      ]),
    ).toEqual([seen, [], seen]);
    expect(await messages.findSeen([])).toEqual([]);
  });

  it('deletes message ids once no repeat could be accepted, however many there are, and no sooner', async () => {
    const keyOf = (messageId: string) => ({ deviceId: 'f', messageId });
    const seen = [{ digest, takenAt }];
    await messages.remember(
      Array.from({ length: 6000 }, (_, n) => ({ ...keyOf(String(n)), digest, takenAt })),
      instant(start),
    );
    await messages.remember([{ ...keyOf('new'), digest, takenAt }], instant(after(31)));
    await retention.deleteOld(after(31));
    expect(await messages.findSeen([keyOf('0'), keyOf('5999')])).toEqual([seen, seen]);
    await retention.deleteOld(after(31, 1));
    expect(await messages.findSeen([keyOf('0'), keyOf('5999'), keyOf('new')])).toEqual([[], [], seen]);
  });

  it('deletes outages once no reading from them could be accepted', async () => {
    await intakeStatus.alive(instant(start));
    await intakeStatus.closeOutage(instant(after(1)), instant(after(1)));
    await retention.deleteOld(after(30));
    expect(await intakeStatus.outagesSince(instant(start))).toHaveLength(1);
    await retention.deleteOld(after(31));
    expect(await intakeStatus.outagesSince(instant(start))).toEqual([]);
  });

  it('deletes what a gateway sent on a day once no reading of that day could come', async () => {
    const volume = { gatewayId: 'gw-1', messages: 1, bytes: 700, quarantined: 0, refused: 0 };
    await volumes.add('2026-11-21', [volume]);
    await retention.deleteOld(after(30));
    expect(await volumes.of('2026-11-21')).toEqual([volume]);
    await retention.deleteOld(after(31));
    expect(await volumes.of('2026-11-21')).toEqual([]);
  });

  it('is stated for every table', async () => {
    const { rows } = await database.pool.query<{ readonly name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'gateway' AND table_name <> 'migration'`,
    );
    expect(gatewayDataClasses.map(({ table }) => table).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });
});
