import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CapacityMetricsService } from './figures/capacity-metrics.service.ts';
import { CapacityController } from './figures/capacity.controller.ts';
import { CapacityService } from './figures/capacity.service.ts';
import { BackTestsService } from './forecast/back-tests.service.ts';
import { BedsAheadService } from './forecast/beds-ahead.service.ts';
import { ForecastController } from './forecast/forecast.controller.ts';
import { ForecastService } from './forecast/forecast.service.ts';
import { StaysOfTheYearService } from './forecast/stays-of-the-year.service.ts';
import { OrganisationsController } from './organisations/organisations.controller.ts';
import { OrganisationsService } from './organisations/organisations.service.ts';
import { OrganisationsStore } from './organisations/organisations.store.ts';
import { BenefitsService } from './plans/benefits.service.ts';
import { CapacityPlanController } from './plans/capacity-plan.controller.ts';
import { CapacityPlanService } from './plans/capacity-plan.service.ts';
import { CapacityPlanStore } from './plans/capacity-plan.store.ts';
import { PublicCapacityController } from './public-figures/public-capacity.controller.ts';
import { PublicCapacityService } from './public-figures/public-capacity.service.ts';
import { CsvBodiesService } from './published/csv-bodies.service.ts';
import { PublishedController } from './published/published.controller.ts';
import { PublishedService } from './published/published.service.ts';
import { PublishedStore } from './published/published.store.ts';
import { SnapshotsController } from './snapshots/snapshots.controller.ts';
import { SnapshotsService } from './snapshots/snapshots.service.ts';
import { SnapshotsStore } from './snapshots/snapshots.store.ts';

export const capacityControllers: readonly Type[] = [
  CapacityController,
  CapacityPlanController,
  ForecastController,
  OrganisationsController,
  PublicCapacityController,
  PublishedController,
  SnapshotsController,
];

@Module({})
class CapacityModule {}

/** How many beds there are and how full they are, in numbers: now, day by day, beside plans and what is published. */
export function capacityModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: CapacityModule,
    imports: [parts, ...groupsBelow],
    controllers: [...capacityControllers],
    providers: [
      BackTestsService,
      BedsAheadService,
      BenefitsService,
      CapacityMetricsService,
      CapacityPlanService,
      CapacityPlanStore,
      CapacityService,
      CsvBodiesService,
      ForecastService,
      OrganisationsService,
      OrganisationsStore,
      PublicCapacityService,
      PublishedService,
      PublishedStore,
      SnapshotsService,
      SnapshotsStore,
      StaysOfTheYearService,
    ],
    exports: [CapacityService],
  };
}
