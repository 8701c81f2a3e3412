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
import { CreateScoringTables1763769600000 } from './migrations/create-scoring-tables.migration.ts';
import { SCORING_TRANSPORT, scoringGroup } from './scoring-transport.ts';
import type { ScoringSettings } from './settings.ts';
import { SignalsService } from './signals/signals.service.ts';

/** Everything the scoring service needs from outside itself. */
export interface ScoringParts {
  readonly settings: ScoringSettings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly readiness: Readiness;
}

/** In the order in which they are to be run. */
export const scoringMigrations: readonly (new () => MigrationInterface)[] = [CreateScoringTables1763769600000];

@Module({})
class ScoringModule {}

/** The scoring service: observation sets and plans in, scores and signals out. It answers no HTTP of its own. */
export function scoringModule(parts: ScoringParts): DynamicModule {
  const { settings, clock, log, database, metrics, readiness } = parts;
  readiness.add('scoring-database', () => database.check());
  const scoring = new ScoringService({
    database,
    log,
    clock,
    histories: new HistoriesService({
      latenessHours: settings.SCORING_LATENESS_HOURS,
      cachedPatients: settings.SCORING_CACHED_PATIENTS,
    }),
    signals: new SignalsService(),
    metrics: new ScoringMetrics(metrics),
  });
  return {
    module: ScoringModule,
    controllers: [ObservationsConsumer, MonitoringPlansConsumer],
    providers: [{ provide: ScoringService, useValue: scoring }],
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
