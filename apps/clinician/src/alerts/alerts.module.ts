import type { Capability } from '../../parts.module.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertsController } from './alerts.controller.ts';
import { AlertsService } from './alerts.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { FoldingService } from './folding.service.ts';
import { SignalsConsumer } from './signals.consumer.ts';

export const alerts: Capability = {
  controllers: [AlertsController, SignalsConsumer],
  providers: [AlertsService, AlertsStore, AlertSignalsStore, FoldingService],
};
