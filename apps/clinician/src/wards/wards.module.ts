import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { BedsService } from './beds/beds.service.ts';
import { ClosuresStore } from './beds/closures.store.ts';
import { ReservationsStore } from './beds/reservations.store.ts';
import { WaitingListStore } from './beds/waiting-list.store.ts';
import { WardCapacityController } from './beds/ward-capacity.controller.ts';
import { WardCapacityService } from './beds/ward-capacity.service.ts';
import { WardCapacityStore } from './beds/ward-capacity.store.ts';
import { PlacementsStore } from './placements.store.ts';
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

export const wardsControllers: readonly Type[] = [StaysController, WardCapacityController, WardsController];

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
  ResponsibleService,
  StaysService,
  StaysStore,
  StayWriter,
  TransfersService,
];

@Module({})
class WardsModule {}

/** Where patients are: wards and their beds, stays, and the placements of each stay. */
export function wardsModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: WardsModule,
    imports: [parts, ...groupsBelow],
    controllers: [...wardsControllers],
    providers: [...beds, ...stays, WardsService, WardsStore],
    exports: [BedsService, StaysService, WardsService],
  };
}
