import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ApiDocumentController } from './api-document/api-document.controller.ts';
import { AsyncApiController } from './api-document/async-api.controller.ts';
import { BoardController } from './board/board.controller.ts';
import { BoardService } from './board/board.service.ts';
import { NextDueService } from './board/next-due.service.ts';
import { BurdenController } from './burden/burden.controller.ts';
import { BurdenService } from './burden/burden.service.ts';
import { DischargePreviewController } from './discharges/discharge-preview.controller.ts';
import { DischargePreviewService } from './discharges/discharge-preview.service.ts';
import { DOWNTIME_CONTACTS, noDowntimeContacts } from './downtime-pack/downtime-contacts.ts';
import { DowntimePackController } from './downtime-pack/downtime-pack.controller.ts';
import { DowntimePackService } from './downtime-pack/downtime-pack.service.ts';
import { DowntimePdfService } from './downtime-pack/downtime-pdf.service.ts';
import { DowntimeRefreshService } from './downtime-pack/downtime-refresh.service.ts';
import { HandoverController } from './handover/handover.controller.ts';
import { HandoverService } from './handover/handover.service.ts';
import { SbarController } from './handover/sbar.controller.ts';
import { SbarService } from './handover/sbar.service.ts';
import { LiveController } from './live/live.controller.ts';
import { LiveEventsService } from './live/live-events.service.ts';
import { LivePatientEventsService } from './live/live-patient-events.service.ts';
import { LiveReaderService } from './live/live-reader.service.ts';
import { LiveStreamsService } from './live/live-streams.service.ts';
import { LiveWakeService } from './live/live-wake.service.ts';
import { CarriedRowsStore } from './merges/carried-rows.store.ts';
import { MergePreviewsService } from './merges/merge-previews.service.ts';
import { MergesController } from './merges/merges.controller.ts';
import { MergesService } from './merges/merges.service.ts';
import { UndoMergesService } from './merges/undo-merges.service.ts';
import { OperationsController } from './operations/operations.controller.ts';
import { OperationsService } from './operations/operations.service.ts';
import { WardsOverviewController } from './overview/wards-overview.controller.ts';
import { WardsOverviewService } from './overview/wards-overview.service.ts';
import { PatientOverviewsController } from './patients/patient-overviews.controller.ts';
import { PatientOverviewsService } from './patients/patient-overviews.service.ts';

export const boardControllers: readonly Type[] = [
  BoardController,
  BurdenController,
  DischargePreviewController,
  DowntimePackController,
  HandoverController,
  LiveController,
  MergesController,
  OperationsController,
  PatientOverviewsController,
  SbarController,
  WardsOverviewController,
];

@Module({})
class BoardModule {}

/**
 * What is read across groups: the board of a ward, patients with what they have, the live stream, the documents.
 *
 * @param groupsBelow all of them, and the module that has the API document.
 */
export function boardModule(parts: DynamicModule, ...groupsBelow: readonly DynamicModule[]): DynamicModule {
  return {
    module: BoardModule,
    imports: [parts, ...groupsBelow],
    // The documents do not document themselves.
    controllers: [...boardControllers, ApiDocumentController, AsyncApiController],
    providers: [
      BoardService,
      BurdenService,
      CarriedRowsStore,
      DischargePreviewService,
      DowntimePackService,
      DowntimePdfService,
      DowntimeRefreshService,
      HandoverService,
      LiveEventsService,
      LivePatientEventsService,
      LiveReaderService,
      LiveStreamsService,
      LiveWakeService,
      MergePreviewsService,
      MergesService,
      NextDueService,
      OperationsService,
      PatientOverviewsService,
      SbarService,
      UndoMergesService,
      WardsOverviewService,
      { provide: DOWNTIME_CONTACTS, useValue: noDowntimeContacts },
    ],
  };
}
