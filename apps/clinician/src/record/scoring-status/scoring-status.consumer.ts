import { Controller } from '@nestjs/common';
import { canaryPatientId } from '#libs/contracts';
import { type EventBatch, FromLog } from '#libs/event-log';
import { chartTransport } from '../../parts.module.ts';
import { ScoringStatusStore } from './scoring-status.store.ts';

/**
 * Topic `scoring-status`. The newest revision of each patient's status is kept, in whatever order they come; the canary is no
 * patient.
 */
@Controller()
export class ScoringStatusConsumer {
  constructor(private readonly store: ScoringStatusStore) {}

  @FromLog('scoring-status', chartTransport)
  async onScoringStatus({ records }: EventBatch<'scoring-status'>): Promise<void> {
    const statuses = records.flatMap(({ event }) => event ?? []);
    await this.store.keep(statuses.filter(({ patientId }) => patientId !== canaryPatientId));
  }
}
