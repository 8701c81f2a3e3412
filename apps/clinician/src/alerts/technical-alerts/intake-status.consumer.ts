import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog } from '#libs/event-log';
import { alertsTransport } from '../../parts.module.ts';
import { TechnicalAlertsService } from './technical-alerts.service.ts';

/** Takes in until when readings could come in. Of a batch the newest status says everything. */
@Controller()
export class IntakeStatusConsumer {
  constructor(private readonly technicalAlerts: TechnicalAlertsService) {}

  @FromLog('intake-status', alertsTransport)
  async onStatus(batch: EventBatch<'intake-status'>): Promise<void> {
    const statuses = batch.records.flatMap(({ event }) => event ?? []);
    const newest = statuses.toSorted((one, other) => (one.at < other.at ? -1 : 1)).at(-1);
    if (newest !== undefined) await this.technicalAlerts.keepStatus(newest);
  }
}
