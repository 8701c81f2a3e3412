import { Controller } from '@nestjs/common';
import { homewardItself } from '#libs/contracts';
import { type EventBatch, FromLog, newestByKey } from '#libs/event-log';
import { CommandsService } from '../../commands/commands.service.ts';
import { chartTransport } from '../../parts.module.ts';
import { DevicesStore } from './devices.store.ts';
import { isNotable } from './status-change.ts';

/** Topic `device-status`. Of each device the newest status is kept, in whatever order they come; some are live changes. */
@Controller()
export class DeviceStatusConsumer {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: DevicesStore,
  ) {}

  @FromLog('device-status', chartTransport)
  async onDeviceStatus({ records }: EventBatch<'device-status'>): Promise<void> {
    const newest = [...newestByKey(records, ({ receivedAt }) => receivedAt).values()].filter(
      (status) => status !== null,
    );
    if (newest.length === 0) return;
    await this.commands.execute('keep-device-statuses', { by: homewardItself }, async (command) => {
      const changes = await this.store.keepStatuses(command.client, newest);
      const notable = changes.filter(({ before, after }) => isNotable(before, after));
      command.changed(...notable.map(({ id }) => ({ kind: 'device' as const, deviceId: id })));
    });
  }
}
