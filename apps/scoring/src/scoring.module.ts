import type { RuleBook } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import { type EventLog, EventLogTransport } from '#libs/event-log';
import { Outbox } from '#libs/outbox';
import type { Logger, Readiness } from '#libs/telemetry';
import { Timers } from '#libs/timers';
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { MigrationInterface } from 'typeorm';
import { BacklogMetrics } from './backlog/backlog-metrics.service.ts';
import { BacklogWorker } from './backlog/backlog-worker.service.ts';
import { BacklogService } from './backlog/backlog.service.ts';
import { HistoriesAheadService } from './composition/histories-ahead.service.ts';
import { HistoriesService } from './composition/histories.service.ts';
import { MonitoringPlansConsumer } from './composition/monitoring-plans.consumer.ts';
import { ObservationsConsumer } from './composition/observations.consumer.ts';
import { ParkingService } from './composition/parking.service.ts';
import { PatientWorkService } from './composition/patient-work.service.ts';
import { RetentionService } from './composition/retention.service.ts';
import { RulesInUseService } from './composition/rules-in-use.service.ts';
import { ScoringMetrics } from './composition/scoring-metrics.service.ts';
import { ScoringService } from './composition/scoring.service.ts';
import { UpdatesService } from './composition/updates.service.ts';
import { DueService } from './due/due.service.ts';
import { IntakeStatusConsumer } from './intake/intake-status.consumer.ts';
import { OutagesService } from './intake/outages.service.ts';
import { AddOutboxTrace1796169600000 } from './migrations/add-outbox-trace.migration.ts';
import { CreateScoringTables1795910400000 } from './migrations/create-scoring-tables.migration.ts';
import { OutgoingEventsService } from './outgoing-events/outgoing-events.service.ts';
import { SCORING_TRANSPORT, scoringGroup } from './scoring-transport.ts';
import type { ScoringSettings } from './settings.ts';
import { TrendsService } from './trends/trends.service.ts';

/** Everything the scoring service needs from outside itself. */
export interface ScoringParts {
  readonly settings: ScoringSettings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly readiness: Readiness;
  /** The rules by which histories are worked out; looked at anew with every batch. */
  readonly ruleBook: { readonly current: RuleBook };
  /** Real time, for noticing that nothing comes from the gateway service; see OutagesService. */
  readonly monotonicMs?: () => number;
}

export const scoringMigrations: readonly (new () => MigrationInterface)[] = [
  CreateScoringTables1795910400000,
  AddOutboxTrace1796169600000,
];

/** For so long a batch waits for what it has staged to be on the log: alerts are seen at once. */
const outboxWaitMilliseconds = 5000;

/** The outbox and the timers, which work from the start of the service to its end. */
class BackgroundWork implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly works: readonly { start(): void; stop(): Promise<void> }[]) {}

  onApplicationBootstrap(): void {
    for (const work of this.works) work.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const work of this.works) await work.stop();
  }
}

@Module({})
class ScoringModule {}

/** The scoring service: observation sets and plans in, scores, signals and requests out. It answers no HTTP of its own. */
export function scoringModule(parts: ScoringParts): DynamicModule {
  const { settings, clock, log, database, logger, metrics, readiness, ruleBook } = parts;
  readiness.add('scoring-database', () => database.check());
  const background = { database, clock, logger, metrics, service: 'scoring' };
  const outbox = new Outbox({ ...background, log, waitMilliseconds: outboxWaitMilliseconds });
  const timers = new Timers(background);
  const histories = new HistoriesService({ cachedPatients: settings.SCORING_CACHED_PATIENTS, ruleBook });
  const outgoingEvents = new OutgoingEventsService(log, outbox);
  const trends = new TrendsService({
    ruleBook,
    readings: histories,
    rememberedPatients: settings.SCORING_CACHED_PATIENTS,
  });
  const outages = new OutagesService(parts);
  const aheadMs = settings.SCORING_CLOCK_AHEAD_SECONDS * 1000;
  const { monotonicMs = () => performance.now() } = parts;
  const ahead = new HistoriesAheadService({ database, logger, aheadMs, monotonicMs });
  const parking = new ParkingService(ruleBook, outgoingEvents);
  const updates = new UpdatesService({ histories, outgoingEvents, trends });
  const backlog = new BacklogService({ database, histories });
  const known = { database, histories, outgoingEvents, outages, parking, metrics: new ScoringMetrics(metrics) };
  const work = new PatientWorkService({ ...known, updates, aheadMs });
  const scoring = new ScoringService({ ...known, clock, ruleBook, work, backlog, ahead, logger });
  const worker = new BacklogWorker({ scoring, backlog, clock, metrics: new BacklogMetrics(metrics), logger });
  readiness.observe('scoring-backlog', () => worker.check());
  const due = new DueService({
    scoring,
    logger,
    lookEveryMilliseconds: settings.SCORING_DUE_EVERY_MILLISECONDS,
    backlog: async () => {
      const lag = await log.lag(scoringGroup);
      return (lag.get('observations') ?? 0) + (lag.get('monitoring-plans') ?? 0);
    },
  });
  return {
    module: ScoringModule,
    controllers: [ObservationsConsumer, MonitoringPlansConsumer, IntakeStatusConsumer],
    providers: [
      { provide: ScoringService, useValue: scoring },
      { provide: OutagesService, useValue: outages },
      { provide: RulesInUseService, useValue: new RulesInUseService(parts) },
      { provide: RetentionService, useValue: new RetentionService({ database, timers }) },
      { provide: DueService, useValue: due },
      { provide: Outbox, useValue: outbox },
      { provide: BackgroundWork, useValue: new BackgroundWork([outbox, timers, worker]) },
    ],
  };
}

/**
 * Two thirds of the time, sets gather for the next transaction, whose price hardly depends on how many there are: at a
 * thousand a second they take a sixth less processor time of all the services than one transaction after the other. Plans
 * do not wait: the next set is to be scored by them.
 */
const restPerRun = { observations: 3 } as const;

/** The service's consumer group on the log, ready once it reads and no batch waits for a fault to pass. */
export function scoringTransports(parts: ScoringParts): EventLogTransport[] {
  const { settings, clock, log, logger, metrics, readiness } = parts;
  const transport = new EventLogTransport({
    log,
    group: scoringGroup,
    transportId: SCORING_TRANSPORT,
    clock,
    logger,
    metrics,
    maxBatchRecords: settings.SCORING_BATCH_SETS,
    restPerRun,
  });
  readiness.add('scoring-log', () => transport.check());
  return [transport];
}

// For `homeward replay`.
export { type ReplayOptions, type ReplayProgress, replay } from './replay/replay.service.ts';
export { levelChangesOf } from './replay/level-changes.ts';
export { isReproduction } from './replay/replay-report.ts';
export { reportPage } from './replay/report-page.ts';
export { reportTable } from './replay/report-table.ts';
