import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog, newestByKey } from '#libs/event-log';
import { gatewayTransportId } from '../gateway-transport.ts';
import { GatewaysService } from './gateways.service.ts';

/** Topic `gateways`. The newest record of each gateway is written before the position is committed; a repeat changes nothing. */
@Controller()
export class GatewaysConsumer {
  constructor(private readonly gateways: GatewaysService) {}

  @FromLog('gateways', gatewayTransportId)
  async onGateways({ records }: EventBatch<'gateways'>): Promise<void> {
    await this.gateways.learn(newestByKey(records, ({ revision }) => revision));
  }
}
