import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ChangedClocksService } from './devices/changed-clocks.service.ts';
import { DeviceListsService } from './devices/device-lists.service.ts';
import { DeviceListsStore } from './devices/device-lists.store.ts';
import { DeviceStatusConsumer } from './devices/device-status.consumer.ts';
import { DevicesController } from './devices/devices.controller.ts';
import { DevicesService } from './devices/devices.service.ts';
import { DevicesStore } from './devices/devices.store.ts';
import { GatewayHearingService } from './devices/gateway-hearing.service.ts';
import { FleetMetricsService } from './gateway-overviews/fleet-metrics.service.ts';
import { GatewayOverviewsController } from './gateway-overviews/gateway-overviews.controller.ts';
import { GatewayOverviewsService } from './gateway-overviews/gateway-overviews.service.ts';
import { GatewaysService } from './gateways/gateways.service.ts';
import { ReleasesController } from './releases/releases.controller.ts';
import { ReleasesService } from './releases/releases.service.ts';
import { SilenceService } from './devices/silence.service.ts';

export const devicesControllers: readonly Type[] = [
  GatewayOverviewsController,
  DevicesController,
  DeviceStatusConsumer,
  ReleasesController,
];

@Module({})
class DevicesModule {}

/** Gateways and devices: who had which device when, who fell silent, and the release of quarantined readings. */
export function devicesModule(...imports: DynamicModule[]): DynamicModule {
  return {
    module: DevicesModule,
    imports,
    controllers: [...devicesControllers],
    providers: [
      ChangedClocksService,
      DeviceListsService,
      DeviceListsStore,
      DevicesService,
      DevicesStore,
      FleetMetricsService,
      GatewayHearingService,
      GatewayOverviewsService,
      GatewaysService,
      ReleasesService,
      SilenceService,
    ],
    exports: [ChangedClocksService, DeviceListsService, DevicesService, GatewayHearingService, SilenceService],
  };
}
