import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AlertAnswersService } from './alerts/alert-answers.service.ts';
import { AlertDueService } from './alerts/alert-due.service.ts';
import { AlertHistoriesService } from './alerts/alert-histories.service.ts';
import { AlertMetricsService } from './alerts/alert-metrics.service.ts';
import { AlertingHealthController } from './alerting-health/alerting-health.controller.ts';
import { AlertingHealthService } from './alerting-health/alerting-health.service.ts';
import { CanaryAnnouncementService } from './alerting-health/canary-announcement.service.ts';
import { OperationsMessagesService } from './alerting-health/operations-messages.service.ts';
import { AlertResponsesStore } from './alerts/alert-responses.store.ts';
import { AlertSignalsStore } from './alerts/alert-signals.store.ts';
import { AlertUndoService } from './alerts/alert-undo.service.ts';
import { AlertWriter } from './alerts/alert-writer.service.ts';
import { AlertsController } from './alerts/alerts.controller.ts';
import { AlertsService } from './alerts/alerts.service.ts';
import { AlertsStore } from './alerts/alerts.store.ts';
import { AuditorService } from './alerts/auditor.service.ts';
import { EscalationStepsService } from './alerts/escalation-steps.service.ts';
import { FoldingService } from './alerts/folding.service.ts';
import { MutedAlertsService } from './alerts/muted-alerts.service.ts';
import { NotedAlertsService } from './alerts/noted-alerts.service.ts';
import { ReturnsService } from './alerts/returns.service.ts';
import { SignalsConsumer } from './alerts/signals.consumer.ts';
import { SnoozesService } from './alerts/snoozes.service.ts';
import { NamingService } from './naming/naming.service.ts';
import { DisagreementTasksService } from './tasks/disagreement-tasks.service.ts';
import { ClockTasksService } from './tasks/clock-tasks.service.ts';
import { RefusedDevicesService } from './refused-devices/refused-devices.service.ts';
import { RequestsConsumer } from './tasks/requests.consumer.ts';
import { DeviceTasksService } from './tasks/device-tasks.service.ts';
import { ScoreTasksService } from './tasks/score-tasks.service.ts';
import { CallTasksService } from './tasks/call-tasks.service.ts';
import { StayTasksService } from './tasks/stay-tasks.service.ts';
import { TaskUndoService } from './tasks/task-undo.service.ts';
import { TaskWriter } from './tasks/task-writer.service.ts';
import { TasksController } from './tasks/tasks.controller.ts';
import { TasksService } from './tasks/tasks.service.ts';
import { TasksStore } from './tasks/tasks.store.ts';
import { CallAlertsService } from './technical-alerts/call-alerts.service.ts';
import { CapacityAlertsService } from './technical-alerts/capacity-alerts.service.ts';
import { PlanAlertsService } from './technical-alerts/plan-alerts.service.ts';
import { DiskAlertsService } from './technical-alerts/disk-alerts.service.ts';
import { DeviceAlertsService } from './technical-alerts/device-alerts.service.ts';
import { PairAlertsService } from './technical-alerts/pair-alerts.service.ts';
import { GatewayOutagesService } from './technical-alerts/gateway-outages.service.ts';
import { IntakeStatusConsumer } from './technical-alerts/intake-status.consumer.ts';
import { IntakeWatchService, MONOTONIC_TIME } from './technical-alerts/intake-watch.service.ts';
import { TechnicalAlertsController } from './technical-alerts/technical-alerts.controller.ts';
import { TechnicalAlertsService } from './technical-alerts/technical-alerts.service.ts';
import { TechnicalAlertsStore } from './technical-alerts/technical-alerts.store.ts';

export const alertsControllers: readonly Type[] = [
  AlertsController,
  SignalsConsumer,
  TasksController,
  RequestsConsumer,
  TechnicalAlertsController,
  IntakeStatusConsumer,
  AlertingHealthController,
];

@Module({})
class AlertsModule {}

/** What a person is to see to: alerts, tasks, and what is wrong with Homeward itself. */
export function alertsModule(...imports: DynamicModule[]): DynamicModule {
  return {
    module: AlertsModule,
    imports,
    controllers: [...alertsControllers],
    providers: [
      { provide: MONOTONIC_TIME, useValue: performance },
      AlertAnswersService,
      AlertDueService,
      AlertHistoriesService,
      AlertMetricsService,
      AlertResponsesStore,
      AlertSignalsStore,
      AlertUndoService,
      AlertWriter,
      AlertsService,
      AlertsStore,
      AuditorService,
      EscalationStepsService,
      FoldingService,
      MutedAlertsService,
      NamingService,
      NotedAlertsService,
      DeviceAlertsService,
      DiskAlertsService,
      DeviceTasksService,
      RefusedDevicesService,
      ClockTasksService,
      DisagreementTasksService,
      PairAlertsService,
      ReturnsService,
      SnoozesService,
      ScoreTasksService,
      StayTasksService,
      TaskUndoService,
      TaskWriter,
      TasksService,
      TasksStore,
      CallAlertsService,
      CallTasksService,
      CapacityAlertsService,
      GatewayOutagesService,
      IntakeWatchService,
      PlanAlertsService,
      TechnicalAlertsService,
      TechnicalAlertsStore,
      AlertingHealthService,
      CanaryAnnouncementService,
      OperationsMessagesService,
    ],
    exports: [
      AlertHistoriesService,
      AlertingHealthService,
      AlertWriter,
      AlertsService,
      TasksService,
      TechnicalAlertsService,
    ],
  };
}
