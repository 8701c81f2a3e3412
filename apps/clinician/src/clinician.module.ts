import { type DynamicModule, Module } from '@nestjs/common';
import { openApiOf } from '#libs/api-description';
import {
  Alert,
  Board,
  BoardRow,
  ChartedObservation,
  Device,
  Gateway,
  GatewayCredential,
  MonitoringPause,
  NewDevice,
  NewGateway,
  NewPatient,
  NewPause,
  NewStay,
  NewWard,
  Observation,
  ObservationSetRecorded,
  Patient,
  Plan,
  PlanChange,
  QuarantinedEntry,
  RuleSetSummary,
  Score,
  Stay,
  Task,
  Ward,
} from '#libs/contracts';
import { EventLogTransport } from '#libs/event-log';
import { identityStatusOfCode } from '#libs/identity';
import type { MigrationInterface } from 'typeorm';
import { acts } from './commands/commands.module.ts';
import { alerts } from './alerts/alerts/alerts.module.ts';
import { ApiDocumentController } from './board/api-document/api-document.controller.ts';
import { AsyncApiController } from './board/api-document/async-api.controller.ts';
import { chart } from './record/chart/chart.module.ts';
import { devices } from './devices/devices/devices.module.ts';
import { gateways } from './devices/gateways/gateways.module.ts';
import { live } from './board/live/live.module.ts';
import { ChartHistory1795318200006 } from './migrations/chart-history.migration.ts';
import { AlertConditions1795305600011 } from './migrations/alert-conditions.migration.ts';
import { ClinicianTables1795305600000 } from './migrations/clinician-tables.migration.ts';
import { TaskTable1795305600010 } from './migrations/task-table.migration.ts';
import { PlanVersions1795305600020 } from './migrations/plan-versions.migration.ts';
import { outbox } from './commands/outbox/outbox.module.ts';
import { alertsTransport, API_DOCUMENT, chartTransport, type ClinicianParts, providersOf } from './parts.module.ts';
import { patients } from './record/patients/patients.module.ts';
import { pauses } from './plans/pauses/pauses.module.ts';
import { SessionsTable1795305600001 } from './people/people.module.ts';
import { plans } from './plans/plans/plans.module.ts';
import { clinicianStatusOfCode } from './problem-statuses.ts';
import { quarantine } from './record/quarantine/quarantine.module.ts';
import { ruleSets } from './plans/rule-sets/rule-sets.module.ts';
import { silence } from './devices/silence/silence.module.ts';
import { stays } from './wards/stays/stays.module.ts';
import { tasks } from './alerts/tasks/tasks.module.ts';
import { wards } from './wards/wards/wards.module.ts';

export type { ClinicianParts } from './parts.module.ts';
export { clinicianStatusOfCode } from './problem-statuses.ts';

/** The whole schema `clinician`, people's sessions included. */
export const clinicianMigrations: readonly (new () => MigrationInterface)[] = [
  ClinicianTables1795305600000,
  SessionsTable1795305600001,
  TaskTable1795305600010,
  PlanVersions1795305600020,
  ChartHistory1795318200006,
  AlertConditions1795305600011,
];

const capabilities = [
  acts,
  alerts,
  chart,
  devices,
  gateways,
  live,
  outbox,
  patients,
  pauses,
  plans,
  quarantine,
  ruleSets,
  silence,
  stays,
  tasks,
  wards,
];

@Module({})
class ClinicianModule {}

/** The clinician service without signing in, which `peopleModule` adds: HTTP, the live stream and the log's consumers. */
export function clinicianModule(parts: ClinicianParts): DynamicModule {
  const controllers = capabilities.flatMap((capability) => capability.controllers);
  return {
    module: ClinicianModule,
    controllers: [...controllers, ApiDocumentController, AsyncApiController],
    providers: [
      ...providersOf(parts),
      ...capabilities.flatMap(({ providers }) => providers),
      { provide: API_DOCUMENT, useValue: clinicianApi() },
    ],
  };
}

/**
 * The consumer groups, to be connected as microservices. Alerts have one of their own, so that they never wait behind the
 * bulk of observations and scores.
 */
export function clinicianTransports(parts: ClinicianParts): EventLogTransport[] {
  const { log, clock, logger, metrics } = parts;
  const shared = { log, clock, logger, metrics };
  return [
    new EventLogTransport({ ...shared, group: 'clinician-alerts', transportId: alertsTransport }),
    // Nobody's life depends on the chart's last few milliseconds, and every transaction of it holds the live stream's head.
    new EventLogTransport({ ...shared, group: 'clinician-chart', transportId: chartTransport, restMs: 40 }),
  ];
}

/** The OpenAPI document of everything under `/api/v1` that the clinician service answers. */
export function clinicianApi(): object {
  return openApiOf({
    title: 'Homeward',
    version: '1',
    about:
      'Wards, patients, stays, alerts and the chart of a virtual ward. Problems are RFC 9457; `docs/errors.md` lists their codes.',
    controllers: capabilities.flatMap((capability) => capability.controllers),
    named: {
      Alert,
      Board,
      BoardRow,
      ChartedObservation,
      Device,
      Gateway,
      GatewayCredential,
      MonitoringPause,
      NewDevice,
      NewGateway,
      NewPatient,
      NewPause,
      NewStay,
      NewWard,
      Observation,
      ObservationSetRecorded,
      Patient,
      Plan,
      PlanChange,
      QuarantinedEntry,
      RuleSetSummary,
      Score,
      Stay,
      Task,
      Ward,
    },
    statusOfCode: { ...identityStatusOfCode, 'invalid-request': 400, ...clinicianStatusOfCode },
  });
}
