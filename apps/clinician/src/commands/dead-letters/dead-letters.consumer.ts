import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog } from '#libs/event-log';
import { chartTransport } from '../../parts.module.ts';
import { DeadLettersStore } from './dead-letters.store.ts';

/** Topic `dead-letters`. Each is kept once by its id, which follows from its cause, however often it comes. */
@Controller()
export class DeadLettersConsumer {
  constructor(private readonly store: DeadLettersStore) {}

  @FromLog('dead-letters', chartTransport)
  async onDeadLetters({ records }: EventBatch<'dead-letters'>): Promise<void> {
    await this.store.add(records.flatMap(({ event }) => event ?? []));
  }
}
