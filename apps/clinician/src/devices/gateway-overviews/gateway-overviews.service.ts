import { Injectable } from '@nestjs/common';
import type { Gateway, Page, PageQuery } from '#libs/contracts';
import { DeviceListsService } from '../devices/device-lists.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';

/** Shows gateways with how many devices are behind them, and when one of those was last heard. */
@Injectable()
export class GatewayOverviewsService {
  constructor(
    private readonly gateways: GatewaysService,
    private readonly devices: DeviceListsService,
  ) {}

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Gateway>> {
    const { items, nextCursor } = await this.gateways.list(query);
    return { items: await this.shown(items), nextCursor };
  }

  /** The gateways with what is behind them. */
  async shown(gateways: readonly Gateway[]): Promise<readonly Gateway[]> {
    const behind = await this.devices.behind(gateways.map(({ id }) => id));
    return gateways.map((gateway) => ({ ...gateway, ...behind.get(gateway.id) }));
  }
}
