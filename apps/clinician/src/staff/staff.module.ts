import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CalendarBodiesService } from './calendars/calendar-bodies.service.ts';
import { RotaCalendarsController } from './calendars/rota-calendars.controller.ts';
import { RotaCalendarsService } from './calendars/rota-calendars.service.ts';
import { CoverService } from './cover/cover.service.ts';
import { OfferedChannelsService } from './cover/offered-channels.service.ts';
import { SignInsService } from './people/sign-ins.service.ts';
import { StaffController } from './people/staff.controller.ts';
import { StaffService } from './people/staff.service.ts';
import { StaffStore } from './people/staff.store.ts';
import { RecipientsService } from './recipients/recipients.service.ts';
import { OnCallService } from './rotas/on-call.service.ts';
import { RotasController } from './rotas/rotas.controller.ts';
import { RotasService } from './rotas/rotas.service.ts';
import { RotasStore } from './rotas/rotas.store.ts';
import { TeamsController } from './teams/teams.controller.ts';
import { TeamsService } from './teams/teams.service.ts';
import { TeamsStore } from './teams/teams.store.ts';

export const staffControllers: readonly Type[] = [
  StaffController,
  TeamsController,
  RotaCalendarsController,
  RotasController,
];

@Module({})
class StaffModule {}

/** Who can be notified and how, in which teams they are, and who has the turn when. */
export function staffModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: StaffModule,
    imports: [parts, ...groupsBelow],
    controllers: [...staffControllers],
    providers: [
      CalendarBodiesService,
      CoverService,
      OfferedChannelsService,
      OnCallService,
      RecipientsService,
      RotaCalendarsService,
      RotasService,
      RotasStore,
      SignInsService,
      StaffService,
      StaffStore,
      TeamsService,
      TeamsStore,
    ],
    exports: [
      CoverService,
      OfferedChannelsService,
      OnCallService,
      RecipientsService,
      RotasService,
      StaffService,
      TeamsService,
    ],
  };
}
