import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog } from '#libs/event-log';
import { chartTransport } from '../../parts.module.ts';
import { DevicesStore } from './devices.store.ts';

/** Topic `device-status`. Of each device the newest status is kept, in whatever order they come. */
@Controller()
export class DeviceStatusConsumer {
  constructor(private readonly store: DevicesStore) {}

  @FromLog('device-status', chartTransport)
  async onDeviceStatus({ records }: EventBatch<'device-status'>): Promise<void> {
    const newest = new Map(records.flatMap(({ event }) => (event === null ? [] : [[event.deviceId, event] as const])));
    if (newest.size > 0) await this.store.keepStatuses([...newest.values()]);
  }
}
