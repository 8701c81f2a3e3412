import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { StaffService } from './people/staff.service.ts';
import { RecipientsService } from './recipients/recipients.service.ts';

export const staffControllers: readonly Type[] = [];

@Module({})
class StaffModule {}

/** Who can be notified and how, in which teams they are, and who has the turn when. */
export function staffModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: StaffModule,
    imports: [parts, ...groupsBelow],
    controllers: [...staffControllers],
    providers: [RecipientsService, StaffService],
    exports: [RecipientsService, StaffService],
  };
}
