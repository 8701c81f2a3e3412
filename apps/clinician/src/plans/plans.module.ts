import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { PausesController } from './pauses/pauses.controller.ts';
import { PausesService } from './pauses/pauses.service.ts';
import { PlansController } from './plans/plans.controller.ts';
import { PlansNotFollowedService } from './plans/plans-not-followed.service.ts';
import { PlanLapseService } from './plans/plan-lapse.service.ts';
import { PlansService } from './plans/plans.service.ts';
import { PlansStore } from './plans/plans.store.ts';
import { RuleSetsController } from './rule-sets/rule-sets.controller.ts';
import { RuleSetsService } from './rule-sets/rule-sets.service.ts';

export const plansControllers: readonly Type[] = [PausesController, PlansController, RuleSetsController];

@Module({})
class PlansModule {}

/** How each patient is monitored: plans, the pauses in them, and the rule sets that they follow. */
export function plansModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: PlansModule,
    imports: [parts, ...groupsBelow],
    controllers: [...plansControllers],
    providers: [PausesService, PlanLapseService, PlansNotFollowedService, PlansService, PlansStore, RuleSetsService],
    exports: [PlansNotFollowedService, PlansService],
  };
}
