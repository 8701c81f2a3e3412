import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CanaryArrivalsService } from './canary/canary-arrivals.service.ts';
import { CanaryArrivalsStore } from './canary/canary-arrivals.store.ts';
import { CarriedReadingsService } from './chart/carried-readings.service.ts';
import { CarriedReadingsStore } from './chart/carried-readings.store.ts';
import { ChartEntriesService } from './chart/chart-entries.service.ts';
import { ChartController } from './chart/chart.controller.ts';
import { ChartService } from './chart/chart.service.ts';
import { ChartStore } from './chart/chart.store.ts';
import { ChartingConsumer } from './chart/charting.consumer.ts';
import { ChartingService } from './chart/charting.service.ts';
import { ChartingStore } from './chart/charting.store.ts';
import { EnteredObservationsService } from './chart/entered-observations.service.ts';
import { RecentScoresStore } from './chart/recent-scores.store.ts';
import { RetractionsService } from './chart/retractions.service.ts';
import { RetractionsStore } from './chart/retractions.store.ts';
import { ContactsController } from './contacts/contacts.controller.ts';
import { ContactsService } from './contacts/contacts.service.ts';
import { ContactsStore } from './contacts/contacts.store.ts';
import { FlagsController } from './flags/flags.controller.ts';
import { FlagsService } from './flags/flags.service.ts';
import { FlagsStore } from './flags/flags.store.ts';
import { PatientHistoryController } from './history/patient-history.controller.ts';
import { PatientHistoryService } from './history/patient-history.service.ts';
import { MergedRecordsService } from './merges/merged-records.service.ts';
import { MergesStore } from './merges/merges.store.ts';
import { NotesController } from './notes/notes.controller.ts';
import { NotesService } from './notes/notes.service.ts';
import { NotesStore } from './notes/notes.store.ts';
import { DemographicsController } from './patients/demographics.controller.ts';
import { DemographicsService } from './patients/demographics.service.ts';
import { PatientsController } from './patients/patients.controller.ts';
import { PatientsService } from './patients/patients.service.ts';
import { PatientsStore } from './patients/patients.store.ts';
import { QuarantineService } from './quarantine/quarantine.service.ts';
import { QuarantineStore } from './quarantine/quarantine.store.ts';
import { ScoringStatusConsumer } from './scoring-status/scoring-status.consumer.ts';
import { ScoringStatusService } from './scoring-status/scoring-status.service.ts';
import { ScoringStatusStore } from './scoring-status/scoring-status.store.ts';

export const recordControllers: readonly Type[] = [
  PatientsController,
  DemographicsController,
  ContactsController,
  FlagsController,
  NotesController,
  PatientHistoryController,
  ChartController,
  ChartingConsumer,
  ScoringStatusConsumer,
];

@Module({})
class RecordModule {}

/** Who the patients are and what is known of them: the chart, what was quarantined, and whether they are scored. */
export function recordModule(...imports: DynamicModule[]): DynamicModule {
  return {
    module: RecordModule,
    imports,
    controllers: [...recordControllers],
    providers: [
      CanaryArrivalsService,
      CanaryArrivalsStore,
      CarriedReadingsService,
      CarriedReadingsStore,
      ChartEntriesService,
      ChartService,
      ChartStore,
      ChartingService,
      ChartingStore,
      ContactsService,
      DemographicsService,
      ContactsStore,
      EnteredObservationsService,
      FlagsService,
      FlagsStore,
      MergedRecordsService,
      MergesStore,
      NotesService,
      NotesStore,
      PatientHistoryService,
      PatientsService,
      PatientsStore,
      QuarantineService,
      QuarantineStore,
      RecentScoresStore,
      RetractionsService,
      RetractionsStore,
      ScoringStatusService,
      ScoringStatusStore,
    ],
    exports: [
      CarriedReadingsService,
      ChartService,
      ChartingService,
      ContactsService,
      CanaryArrivalsService,
      FlagsService,
      MergedRecordsService,
      NotesService,
      PatientsService,
      QuarantineService,
      RetractionsService,
      ScoringStatusService,
    ],
  };
}
