import type { Capability } from '../../parts.module.ts';
import { ChartController } from './chart.controller.ts';
import { ChartService } from './chart.service.ts';
import { ChartStore } from './chart.store.ts';
import { ChartingConsumer } from './charting.consumer.ts';
import { ChartingService } from './charting.service.ts';
import { ChartingStore } from './charting.store.ts';
import { EnteredObservationsService } from './entered-observations.service.ts';
import { RetractionsStore } from './retractions.store.ts';

export const chart: Capability = {
  controllers: [ChartController, ChartingConsumer],
  providers: [ChartService, ChartStore, ChartingService, ChartingStore, EnteredObservationsService, RetractionsStore],
};
