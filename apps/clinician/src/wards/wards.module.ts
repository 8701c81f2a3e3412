import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { PlacementsStore } from './placements.store.ts';
import { ResponsibleService } from './stays/responsible.service.ts';
import { StaysController } from './stays/stays.controller.ts';
import { StaysService } from './stays/stays.service.ts';
import { StaysStore } from './stays/stays.store.ts';
import { WardsController } from './wards/wards.controller.ts';
import { WardsService } from './wards/wards.service.ts';
import { WardsStore } from './wards/wards.store.ts';

export const wardsControllers: readonly Type[] = [StaysController, WardsController];

@Module({})
class WardsModule {}

/** Where patients are: wards and their beds, stays, and the placements of each stay. */
export function wardsModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: WardsModule,
    imports: [parts, ...groupsBelow],
    controllers: [...wardsControllers],
    providers: [PlacementsStore, ResponsibleService, StaysService, StaysStore, WardsService, WardsStore],
    exports: [StaysService, WardsService],
  };
}
