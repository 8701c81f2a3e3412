import type { EventBatch } from '#libs/event-log';
import { FromLog } from '#libs/event-log';
import { Controller, Inject } from '@nestjs/common';
import { SCORING_TRANSPORT } from '../scoring-transport.ts';
import { ScoringService } from './scoring.service.ts';

/**
 * Follows `monitoring-plans`: admissions, discharges, prescriptions, exclusions. The same guarantee as for observations:
 * done once what follows from the plan is on the log, and decided once however often it comes. A tombstone changes nothing:
 * the plan that was in force stays so.
 */
@Controller()
export class MonitoringPlansConsumer {
  readonly #scoring: ScoringService;

  constructor(@Inject(ScoringService) scoring: ScoringService) {
    this.#scoring = scoring;
  }

  @FromLog('monitoring-plans', SCORING_TRANSPORT)
  async onPlans(batch: EventBatch<'monitoring-plans'>): Promise<void> {
    await this.#scoring.follow(batch.records.flatMap(({ event }) => event ?? []));
  }
}
