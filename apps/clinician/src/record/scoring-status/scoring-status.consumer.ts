import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog } from '#libs/event-log';
import { chartTransport } from '../../parts.module.ts';
import { ScoringStatusStore } from './scoring-status.store.ts';

/** Topic `scoring-status`. The newest revision of each patient's status is kept, in whatever order they come. */
@Controller()
export class ScoringStatusConsumer {
  constructor(private readonly store: ScoringStatusStore) {}

  @FromLog('scoring-status', chartTransport)
  async onScoringStatus({ records }: EventBatch<'scoring-status'>): Promise<void> {
    await this.store.keep(records.flatMap(({ event }) => event ?? []));
  }
}
