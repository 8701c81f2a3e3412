import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { type Gateway, instant, type Page, type PageQuery } from '#libs/contracts';
import { CLOCK } from '../../parts.module.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { DeviceListsService } from '../devices/device-lists.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';

const dayMs = 86_400_000;

/** Shows gateways with how many devices are behind them, when one of those was last heard, and what was refused of them. */
@Injectable()
export class GatewayOverviewsService {
  constructor(
    private readonly gateways: GatewaysService,
    private readonly devices: DeviceListsService,
    private readonly quarantine: QuarantineService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Gateway>> {
    const { items, nextCursor } = await this.gateways.list(query);
    return { items: await this.shown(items), nextCursor };
  }

  /** The gateways with what is behind them. */
  async shown(gateways: readonly Gateway[]): Promise<readonly Gateway[]> {
    const ids = gateways.map(({ id }) => id);
    const since = instant(this.clock.now().getTime() - dayMs);
    const [behind, quarantined] = await Promise.all([
      this.devices.behind(ids),
      this.quarantine.ofGatewaysSince(ids, since),
    ]);
    const quarantinedOf = new Map(quarantined.map((one) => [one.gatewayId, one]));
    return gateways.map((gateway) => {
      const { messages = 0, refusedAt = null } = quarantinedOf.get(gateway.id) ?? {};
      return { ...gateway, ...behind.get(gateway.id), quarantinedLastDay: messages, volumeRefusedAt: refusedAt };
    });
  }
}
