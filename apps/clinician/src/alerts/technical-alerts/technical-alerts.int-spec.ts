/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, the real time that passes, the statuses of the intake. */
import { type Instant, instant, type IntakeStatus, liveEvents, type Page, TechnicalAlert } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { Outbox } from '#libs/outbox';
import { createLogger } from '#libs/telemetry';
import { Timers } from '#libs/timers';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { AuditStore } from '../../commands/audit/audit.store.ts';
import { CommandsService } from '../../commands/commands.service.ts';
import { IdempotencyKeysStore } from '../../commands/idempotency/idempotency-keys.store.ts';
import { LiveChangesStore } from '../../commands/live-changes/live-changes.store.ts';
import { type Caller, createWard, type RunningClinician, startClinician } from '../../running-clinician.harness.ts';
import { IntakeWatchService } from './intake-watch.service.ts';
import { TechnicalAlertsService } from './technical-alerts.service.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

describe('Technical alerts', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  /** The watch of another replica, whose real time is the test's. */
  function aReplica(): { look(): Promise<void>; elapse(milliseconds: number): void } {
    const { database, clock, log } = clinician;
    const logger = createLogger({ service: 'clinician-test', level: 'fatal' });
    const parts = { database, clock, logger, service: 'clinician-test' };
    const commands = new CommandsService(
      database,
      clock,
      new Outbox({ ...parts, log, waitMilliseconds: 1000 }),
      new Timers(parts),
      new AuditStore(database),
      new IdempotencyKeysStore(database),
      new LiveChangesStore(database, clock, null),
    );
    const store = new TechnicalAlertsStore(database);
    let now = 0;
    const service = new TechnicalAlertsService(logger, commands, store);
    const watch = new IntakeWatchService({ now: () => now }, logger, store, service);
    return {
      look: () => watch.look(),
      elapse: (milliseconds) => {
        now += milliseconds;
      },
    };
  }
  const now = (): Instant => instant(clinician.clock.now());
  const listed = async (state: 'open' | 'resolved'): Promise<readonly TechnicalAlert[]> => {
    const { body } = await nurse.get<Page<TechnicalAlert>>(`/v1/technical-alerts?state=${state}`);
    return body.items.map((item) => TechnicalAlert.parse(item));
  };
  /** Publishes a status, and waits until it is known. */
  async function status(over: Partial<IntakeStatus> = {}): Promise<void> {
    clinician.clock.advance(5000);
    const event: IntakeStatus = { at: now(), outages: [], ...over };
    await clinician.publish('intake-status', [{ key: 'intake', event }]);
    await eventually(
      () => clinician.database.pool.query<{ at: Date }>('select at from intake_status'),
      ({ rows }) => rows[0]?.at.getTime() === Date.parse(event.at),
    );
  }
  async function liveTechnicalAlerts(): Promise<{ readonly seen: readonly TechnicalAlert[]; stop(): Promise<void> }> {
    const response = await nurse.stream(`/v1/live?wardId=${await createWard(operations)}`);
    if (response.body === null) throw new Error('The stream has no body.');
    const reader = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    const seen: TechnicalAlert[] = [];
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (value.event === 'technical-alert') seen.push(liveEvents['technical-alert'].parse(JSON.parse(value.data)));
      }
    })();
    return {
      seen,
      stop: async () => {
        await reader.cancel();
        await reading;
      },
    };
  }

  it('are not raised where no gateway service has ever run', async () => {
    const replica = aReplica();
    await replica.look();
    replica.elapse(90_000);
    await replica.look();
    expect(await listed('open')).toEqual([]);
  });

  it('say once, whichever replica notices, that no readings can arrive, and until when once they can again', async () => {
    const live = await liveTechnicalAlerts();
    await status();
    const since = now();
    const replicas = [aReplica(), aReplica()];
    const lookAll = () => Promise.all(replicas.map((replica) => replica.look()));
    await lookAll();
    // A clock that jumps is no outage.
    clinician.clock.advance(3_600_000);
    for (const replica of replicas) replica.elapse(29_000);
    await lookAll();
    expect(await listed('open')).toEqual([]);
    for (const replica of replicas) replica.elapse(1000);
    await lookAll();
    const [alert, ...more] = await listed('open');
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'intake-outage',
      raisedAt: now(),
      resolvedAt: null,
      words: expect.stringMatching(/^No readings can arrive since 08:00:05 on 22 November/),
    });
    await lookAll();
    const aReplicaThatStartsMeanwhile = aReplica();
    await aReplicaThatStartsMeanwhile.look();
    expect(await listed('open')).toEqual([alert]);

    await status({ outages: [{ from: since, until: instant(clinician.clock.now().getTime() + 5000) }] });
    expect(await listed('open')).toEqual([]);
    expect(await listed('resolved')).toMatchObject([
      {
        id: alert?.id,
        resolvedAt: now(),
        words: expect.stringMatching(/^No readings could arrive from 08:00:05 .* until 09:00:10/),
      },
    ]);
    await eventually(
      () => live.seen,
      (seen) => seen.length >= 2 && seen.at(-1)?.resolvedAt === now(),
    );
    await live.stop();
    await lookAll();
    expect(await listed('open')).toEqual([]);
  });
});
