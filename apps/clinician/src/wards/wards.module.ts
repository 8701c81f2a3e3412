import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { BedsService } from './beds/beds.service.ts';
import { ClosuresStore } from './beds/closures.store.ts';
import { ReservationsStore } from './beds/reservations.store.ts';
import { WaitingListStore } from './beds/waiting-list.store.ts';
import { WardCapacityController } from './beds/ward-capacity.controller.ts';
import { WardCapacityService } from './beds/ward-capacity.service.ts';
import { WardCapacityStore } from './beds/ward-capacity.store.ts';
import { StayFlowService } from './flow/stay-flow.service.ts';
import { StayFlowStore } from './flow/stay-flow.store.ts';
import { PastStaysController } from './past-stays/past-stays.controller.ts';
import { PastStaysService } from './past-stays/past-stays.service.ts';
import { PlacementsStore } from './placements.store.ts';
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
import { AdmissionsService } from './stays/admissions.service.ts';
import { LeaveService } from './stays/leave.service.ts';
import { ResponsibleService } from './stays/responsible.service.ts';
import { StayWriter } from './stays/stay-writer.service.ts';
import { StaysController } from './stays/stays.controller.ts';
import { StaysService } from './stays/stays.service.ts';
import { StaysStore } from './stays.store.ts';
import { TransfersService } from './stays/transfers.service.ts';
import { WardBedsStore } from './ward-beds.store.ts';
import { WardsController } from './wards/wards.controller.ts';
import { WardsService } from './wards/wards.service.ts';
import { WardsStore } from './wards/wards.store.ts';

export const wardsControllers: readonly Type[] = [
  PastStaysController,
  StaysController,
  WardCapacityController,
  WardsController,
  ReferralsController,
  ServiceRequestsController,
];

const beds = [
  BedsService,
  ClosuresStore,
  PlacementsStore,
  ReservationsStore,
  WaitingListStore,
  WardBedsStore,
  WardCapacityService,
  WardCapacityStore,
];
const stays = [
  AdmissionsService,
  LeaveService,
  PastStaysService,
  ResponsibleService,
  StaysService,
  StaysStore,
  StayWriter,
  TransfersService,
];

const referrals = [
  PathwayCriteriaService,
  ReferralAdmissionsService,
  ReferralViewsService,
  ReferralWriterService,
  ReferralsService,
  ReferralsStore,
  ReservationLapseService,
  ServiceRequestsService,
];

@Module({})
class WardsModule {}

/** Where patients are: wards and their beds, referrals to them, stays, and the placements of each stay. */
export function wardsModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: WardsModule,
    imports: [parts, ...groupsBelow],
    controllers: [...wardsControllers],
    providers: [...beds, ...stays, ...referrals, StayFlowService, StayFlowStore, WardsService, WardsStore],
    exports: [BedsService, ReferralViewsService, StayFlowService, StaysService, WardsService],
  };
}
