import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { DryRunService } from './escalation-policies/dry-run.service.ts';
import { EscalationPoliciesController } from './escalation-policies/escalation-policies.controller.ts';
import { EscalationPoliciesService } from './escalation-policies/escalation-policies.service.ts';
import { EscalationPoliciesStore } from './escalation-policies/escalation-policies.store.ts';
import { StaffService } from './people/staff.service.ts';
import { TeamsService } from './teams/teams.service.ts';
import { RecipientsService } from './recipients/recipients.service.ts';

export const staffControllers: readonly Type[] = [EscalationPoliciesController];

@Module({})
class StaffModule {}

/** Who can be notified and how, in which teams they are, and who has the turn when. */
export function staffModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: StaffModule,
    imports: [parts, ...groupsBelow],
    controllers: [...staffControllers],
    providers: [
      TeamsService,
      DryRunService,
      EscalationPoliciesService,
      EscalationPoliciesStore,
      RecipientsService,
      StaffService,
    ],
    exports: [TeamsService, EscalationPoliciesService, RecipientsService, StaffService],
  };
}
