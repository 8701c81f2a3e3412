import { type EventBatch, FromLog } from '#libs/event-log';
import { Controller, Inject } from '@nestjs/common';
import { SCORING_TRANSPORT } from '../scoring-transport.ts';
import { OutagesService } from './outages.service.ts';

/** Follows `intake-status`. Doing it again changes nothing, and neither does an older status after a newer one. */
@Controller()
export class IntakeStatusConsumer {
  readonly #outages: OutagesService;

  constructor(@Inject(OutagesService) outages: OutagesService) {
    this.#outages = outages;
  }

  @FromLog('intake-status', SCORING_TRANSPORT)
  async onStatuses(batch: EventBatch<'intake-status'>): Promise<void> {
    await this.#outages.record(batch.records.flatMap(({ event }) => event ?? []));
  }
}
