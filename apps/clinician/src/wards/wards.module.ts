import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { PlacementsStore } from './placements.store.ts';
import { BedsService } from './beds/beds.service.ts';
import { PathwayCriteriaService } from './referrals/pathway-criteria.service.ts';
import { ReferralAdmissionsService } from './referrals/referral-admissions.service.ts';
import { ReferralViewsService } from './referrals/referral-views.service.ts';
import { ReferralWriterService } from './referrals/referral-writer.service.ts';
import { ReferralsController } from './referrals/referrals.controller.ts';
import { ReferralsService } from './referrals/referrals.service.ts';
import { ReferralsStore } from './referrals/referrals.store.ts';
import { ReservationLapseService } from './referrals/reservation-lapse.service.ts';
import { ServiceRequestsController } from './referrals/service-requests.controller.ts';
import { ServiceRequestsService } from './referrals/service-requests.service.ts';
import { ResponsibleService } from './stays/responsible.service.ts';
import { StaysController } from './stays/stays.controller.ts';
import { StaysService } from './stays/stays.service.ts';
import { StaysStore } from './stays/stays.store.ts';
import { WardsController } from './wards/wards.controller.ts';
import { WardsService } from './wards/wards.service.ts';
import { WardsStore } from './wards/wards.store.ts';

export const wardsControllers: readonly Type[] = [
  StaysController,
  WardsController,
  ReferralsController,
  ServiceRequestsController,
];

@Module({})
class WardsModule {}

/** Where patients are: wards and their beds, referrals to them, stays, and the placements of each stay. */
export function wardsModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: WardsModule,
    imports: [parts, ...groupsBelow],
    controllers: [...wardsControllers],
    providers: [
      BedsService,
      PathwayCriteriaService,
      PlacementsStore,
      ReferralAdmissionsService,
      ReferralViewsService,
      ReferralWriterService,
      ReferralsService,
      ReferralsStore,
      ReservationLapseService,
      ResponsibleService,
      ServiceRequestsService,
      StaysService,
      StaysStore,
      WardsService,
      WardsStore,
    ],
    exports: [ReferralViewsService, StaysService, WardsService],
  };
}
