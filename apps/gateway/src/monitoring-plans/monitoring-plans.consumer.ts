import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog, newestByKey } from '#libs/event-log';
import { gatewayTransportId } from '../gateway-transport.ts';
import { LatenessService } from './lateness.service.ts';

/**
 * Topic `monitoring-plans`. The newest record of each patient is written before the position is committed; a repeat
 * changes nothing.
 */
@Controller()
export class MonitoringPlansConsumer {
  constructor(private readonly lateness: LatenessService) {}

  @FromLog('monitoring-plans', gatewayTransportId)
  async onPlans({ records }: EventBatch<'monitoring-plans'>): Promise<void> {
    await this.lateness.learn(newestByKey(records, ({ revision }) => revision));
  }
}
