import type { RuleBook } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import { type EventLog, EventLogTransport } from '#libs/event-log';
import type { Logger, Readiness } from '#libs/telemetry';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { MigrationInterface } from 'typeorm';
import { HistoriesService } from './composition/histories.service.ts';
import { MonitoringPlansConsumer } from './composition/monitoring-plans.consumer.ts';
import { ObservationsConsumer } from './composition/observations.consumer.ts';
import { ScoringMetrics } from './composition/scoring-metrics.service.ts';
import { ScoringService } from './composition/scoring.service.ts';
import { SettlingService } from './composition/settling.service.ts';
import { DueService } from './due/due.service.ts';
import { AddTrendSamples1763773200000 } from './migrations/add-trend-samples.migration.ts';
import { CreateScoringTables1763769600000 } from './migrations/create-scoring-tables.migration.ts';
import { KeepHistory1763856000000 } from './migrations/keep-history.migration.ts';
import { SCORING_TRANSPORT, scoringGroup } from './scoring-transport.ts';
import type { ScoringSettings } from './settings.ts';
import { TellingService } from './telling/telling.service.ts';
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
  /** The rules by which histories are told; looked at anew with every batch. */
  readonly ruleBook: { readonly current: RuleBook };
}

/** In the order in which they are to be run. */
export const scoringMigrations: readonly (new () => MigrationInterface)[] = [
  CreateScoringTables1763769600000,
  AddTrendSamples1763773200000,
  KeepHistory1763856000000,
];

@Module({})
class ScoringModule {}

/** The scoring service: observation sets and plans in, scores, signals and requests out. It answers no HTTP of its own. */
export function scoringModule(parts: ScoringParts): DynamicModule {
  const { settings, clock, log, database, logger, metrics, readiness, ruleBook } = parts;
  readiness.add('scoring-database', () => database.check());
  const histories = new HistoriesService({
    latenessHours: settings.SCORING_LATENESS_HOURS,
    cachedPatients: settings.SCORING_CACHED_PATIENTS,
    ruleBook,
  });
  const telling = new TellingService(log);
  const trends = new TrendsService({
    ruleBook,
    readings: histories,
    rememberedPatients: settings.SCORING_CACHED_PATIENTS,
  });
  const scoring = new ScoringService({
    database,
    clock,
    histories,
    telling,
    settling: new SettlingService({ histories, telling, trends }),
    metrics: new ScoringMetrics(metrics),
    logger,
  });
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
    controllers: [ObservationsConsumer, MonitoringPlansConsumer],
    providers: [
      { provide: ScoringService, useValue: scoring },
      { provide: DueService, useValue: due },
    ],
  };
}

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
  });
  readiness.add('scoring-log', () => transport.check());
  return [transport];
}

// For `homeward replay`.
export { type ReplayOptions, type ReplayProgress, replay } from './replay/replay.service.ts';
export { isReproduction, type ReplayReport } from './replay/replay-report.ts';
export { reportPage } from './replay/report-page.ts';
export { reportTable } from './replay/report-table.ts';
