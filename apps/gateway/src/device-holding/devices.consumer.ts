import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog, newestByKey } from '#libs/event-log';
import { gatewayTransportId } from '../gateway-transport.ts';
import { DeviceHoldingService } from './device-holding.service.ts';

/** Topic `devices`. The newest record of each device is written before the position is committed; a repeat changes nothing. */
@Controller()
export class DevicesConsumer {
  constructor(private readonly devices: DeviceHoldingService) {}

  @FromLog('devices', gatewayTransportId)
  async onDevices({ records }: EventBatch<'devices'>): Promise<void> {
    await this.devices.learn(newestByKey(records, ({ revision }) => revision));
  }
}
