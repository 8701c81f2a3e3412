import type { EventBatch } from '#libs/event-log';
import { FromLog } from '#libs/event-log';
import { Controller, Inject } from '@nestjs/common';
import { SCORING_TRANSPORT } from '../scoring-transport.ts';
import { ScoringService } from './scoring.service.ts';

/**
 * Scores what comes in by `observations`. A batch is done once its scores and signals are on the log; a crash at any point
 * before brings it again, and it then publishes what was decided the first time.
 */
@Controller()
export class ObservationsConsumer {
  readonly #scoring: ScoringService;

  constructor(@Inject(ScoringService) scoring: ScoringService) {
    this.#scoring = scoring;
  }

  @FromLog('observations', SCORING_TRANSPORT)
  async onObservations(batch: EventBatch<'observations'>): Promise<void> {
    // The topic is not compacted, so there are no tombstones to act upon.
    await this.#scoring.record(batch.records.flatMap(({ event }) => event ?? []));
  }
}
