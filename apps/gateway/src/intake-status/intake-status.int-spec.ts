import { ManualClock } from '#libs/clock';
import { IntakeStatus } from '#libs/contracts';
import type { Subscription } from '#libs/event-log';
import { eventually } from '#libs/fixtures';
import { createLogger } from '#libs/telemetry';
import { mock } from 'node:test';
import { Registry } from 'prom-client';
import { GatewayInstallation, type GatewayService } from '../gateway-service.harness.ts';
import { IntakeStatusService } from './intake-status.service.ts';
import { IntakeStatusStore } from './intake-status.store.ts';

// Real: Postgres, the event log on it, in the last test the whole service. The broker's state and the time are set by the
// tests, which also say when a replica looks.

const start = Date.parse('2026-11-21T08:00:00Z');
const logger = createLogger({ service: 'gateway', level: 'silent' });

describe('Whether messages can come in', () => {
  const clock = new ManualClock(new Date(start));
  const statuses: IntakeStatus[] = [];
  let installation: GatewayInstallation;
  let reader: Subscription;

  /** A replica of the service that looks when a test calls it. */
  const startReplica = () => {
    const broker = { away: false };
    const mqtt = { check: () => (broker.away ? Promise.reject(new Error('the broker is away')) : Promise.resolve()) };
    const { database, log } = installation;
    const store = new IntakeStatusStore(database);
    const metrics = new Registry();
    const service = new IntakeStatusService({ store, log, mqtt, clock, logger, metrics, outageDays: 30 });
    return { broker, metrics, service };
  };
  const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
  const outage = (from: number, until: number) => ({ from: at(from), until: at(until) });
  const goTo = (minutes: number) => {
    clock.set(new Date(start + minutes * 60_000));
  };
  /** What the newest status says, once it is the status of this minute. */
  const statusAt = (minutes: number) =>
    eventually(() => statuses.findLast((status) => status.at === at(minutes)), {
      what: `the status of ${at(minutes)}`,
    });

  beforeEach(async () => {
    clock.set(new Date(start));
    installation = await GatewayInstallation.start(clock);
    statuses.length = 0;
    reader = await installation.log.subscribe({
      group: 'test',
      topics: ['intake-status'],
      onBatch: ({ records }) => {
        for (const { key, value } of records) {
          expect(key).toBe('intake');
          statuses.push(IntakeStatus.parse(JSON.parse(value ?? 'null')));
        }
        return Promise.resolve();
      },
    });
  });

  afterEach(async () => {
    await reader.close();
    await installation.stop();
  });

  it('is published again and again, without an outage where there was none', async () => {
    const { service, metrics } = startReplica();
    for (const minutes of [0, 0.1, 0.2]) {
      goTo(minutes);
      expect(await service.look()).toBe(true);
      const seconds = (start + minutes * 60_000) / 1000;
      expect(await metrics.metrics()).toContain(`intake_open_timestamp_seconds ${String(seconds)}\n`);
      expect(await statusAt(minutes)).toEqual({ at: at(minutes), outages: [] });
    }
  });

  it.each<[string, (away: boolean, on: { broker: { away: boolean } }) => void]>([
    ['the log', (away) => (installation.log.state = away ? 'failing' : 'well')],
    ['the broker', (away, { broker }) => (broker.away = away)],
  ])(
    'is not published while %s is away and the process lives, and the outage is part of every status after it',
    async (_part, set) => {
      const replica = startReplica();
      await replica.service.look();
      await statusAt(0);
      set(true, replica);
      for (const minutes of [1, 2, 3]) {
        goTo(minutes);
        expect(await replica.service.look()).toBe(false);
      }
      set(false, replica);
      goTo(4);
      expect(await replica.service.look()).toBe(true);
      expect((await statusAt(4)).outages).toEqual([outage(0, 4)]);
      goTo(5);
      await replica.service.look();
      expect((await statusAt(5)).outages).toEqual([outage(0, 4)]);
      expect(statuses.map((status) => status.at)).toEqual([0, 4, 5].map(at));
    },
  );

  it('includes the time for which no replica ran, written down once by all that come back', async () => {
    await startReplica().service.look();
    goTo(10);
    const replicas = [startReplica(), startReplica(), startReplica()];
    await Promise.all(replicas.map(({ service }) => service.look()));
    goTo(10.1);
    for (const { service } of replicas) await service.look();
    expect((await statusAt(10.1)).outages).toEqual([outage(0, 10)]);
  });

  it('knows no outage while one of two replicas can take messages', async () => {
    const [steady, failing] = [startReplica(), startReplica()];
    await Promise.all([steady.service.look(), failing.service.look()]);
    failing.broker.away = true;
    for (const minutes of [0.2, 0.4, 0.6, 0.8]) {
      goTo(minutes);
      expect([await steady.service.look(), await failing.service.look()]).toEqual([true, false]);
    }
    failing.broker.away = false;
    goTo(1);
    expect(await failing.service.look()).toBe(true);
    expect((await statusAt(1)).outages).toEqual([]);
  });

  it('knows no outage of a restart that took less than half a minute', async () => {
    await startReplica().service.look();
    goTo(0.4);
    await startReplica().service.look();
    expect((await statusAt(0.4)).outages).toEqual([]);
  });

  it('knows no outage when the clock jumps while messages can come in', async () => {
    const { service } = startReplica();
    await service.look();
    goTo(12 * 60);
    await service.look();
    expect((await statusAt(12 * 60)).outages).toEqual([]);
  });

  it('lets an outage grow that was not over when it was thought to be', async () => {
    const { service } = startReplica();
    await service.look();
    installation.log.state = 'failing';
    await service.look();
    const { log } = installation;
    const check = mock.method(log, 'check', () => Promise.resolve());
    // The log answers, and takes no records.
    for (const minutes of [1, 2]) {
      goTo(minutes);
      expect(await service.look()).toBe(false);
    }
    check.mock.restore();
    log.state = 'well';
    goTo(3);
    await service.look();
    expect((await statusAt(3)).outages).toEqual([outage(0, 3)]);
  });

  it('says nothing of outages that are longer ago than a reading may be', async () => {
    const { service } = startReplica();
    await service.look();
    goTo(5);
    await startReplica().service.look();
    const days = 30 * 24 * 60;
    await service.look();
    for (const [minutes, outages] of [
      [days + 4, [outage(0, 5)]],
      [days + 6, []],
    ] as const) {
      goTo(minutes);
      await service.look();
      expect((await statusAt(minutes)).outages).toEqual(outages);
    }
  });

  it('is published by the service by itself, and after a stop it starts with the outage', async () => {
    const run = async (): Promise<GatewayService> => {
      const before = statuses.length;
      const service = await installation.startService();
      await eventually(() => statuses.length > before, { what: 'a status' });
      return service;
    };
    await (await run()).stop();
    goTo(60);
    await run();
    expect((await statusAt(60)).outages).toEqual([outage(0, 60)]);
  });
});
