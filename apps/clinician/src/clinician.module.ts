import { type DynamicModule, Module } from '@nestjs/common';
import { openApiOf } from '#libs/api-description';
import {
  Alert,
  AlertBurden,
  AlertingHealth,
  BenefitClaim,
  BenefitClaims,
  BenefitClaimsUpdate,
  Benefits,
  Board,
  BoardRow,
  Capacity,
  CapacityFigures,
  CapacitySnapshot,
  CapacitySnapshots,
  CapacityTarget,
  CapacityTargets,
  CapacityTargetsUpdate,
  ChartedObservation,
  Contact,
  ContactUpdate,
  DemographicsUpdate,
  Device,
  EscalationPolicyUpdate,
  Gateway,
  GatewayCredential,
  MonitoringPause,
  NewDevice,
  NewGateway,
  NewPatient,
  NewPause,
  NewReferral,
  NewRota,
  NewStaffMember,
  NewStay,
  NewTeam,
  NewWard,
  Note,
  Observation,
  ObservationSetRecorded,
  Operations,
  Organisation,
  Organisations,
  OrganisationUpdate,
  Patient,
  PatientFlags,
  PatientFlagsUpdate,
  Plan,
  PlanUpdate,
  PublicCapacity,
  PublishedCapacity,
  PublishedSeries,
  QuarantinedEntry,
  Referral,
  Rota,
  RotaUpdate,
  RotaGap,
  RotaOverride,
  RotaShift,
  RuleSetSummary,
  Score,
  StaffMember,
  StaffMemberUpdate,
  Stay,
  Task,
  Team,
  TeamUpdate,
  Ward,
  WardUpdate,
  WardsOverview,
} from '#libs/contracts';
import { EventLogTransport } from '#libs/event-log';
import { identityStatusOfCode } from '#libs/identity';
import type { MigrationInterface } from 'typeorm';
import { alertsControllers, alertsModule } from './alerts/alerts.module.ts';
import { boardControllers, boardModule } from './board/board.module.ts';
import { capacityControllers, capacityModule } from './capacity/capacity.module.ts';
import { commandsControllers, commandsModule } from './commands/commands.module.ts';
import { DeviceEntity, DeviceHoldingEntity } from './devices/devices/device.entity.ts';
import { devicesControllers, devicesModule } from './devices/devices.module.ts';
import { GatewayEntity } from './devices/gateways/gateway.entity.ts';
import { AddOutboxTrace1796169600000 } from './migrations/add-outbox-trace.migration.ts';
import { CreateClinicianTables1795910400000 } from './migrations/create-clinician-tables.migration.ts';
import { ReadShortReadings1796083200000 } from './migrations/read-short-readings.migration.ts';
import { notificationsControllers, notificationsModule } from './notifications/notifications.module.ts';
import { alertsTransport, API_DOCUMENT, chartTransport, type ClinicianParts, partsModule } from './parts.module.ts';
import { plansControllers, plansModule } from './plans/plans.module.ts';
import { clinicianStatusOfCode } from './problem-statuses.ts';
import { recordControllers, recordModule } from './record/record.module.ts';
import { staffControllers, staffModule } from './staff/staff.module.ts';
import { wardsControllers, wardsModule } from './wards/wards.module.ts';
import { WardEntity } from './wards/wards/ward.entity.ts';

export type { ClinicianParts } from './parts.module.ts';
export type { CanaryCredential } from './parts.module.ts';
export type { OpenIdSettings } from './people/open-id.client.ts';
export { peopleModule, sessionsOf, signInPaths } from './people/people.module.ts';
export { clinicianStatusOfCode } from './problem-statuses.ts';
export { type RebuildProgress, type RebuiltChart, rebuildChart } from './record/chart-rebuilding.service.ts';

/** The whole schema `clinician`, people's sessions included. */
export const clinicianMigrations: readonly (new () => MigrationInterface)[] = [
  CreateClinicianTables1795910400000,
  ReadShortReadings1796083200000,
  AddOutboxTrace1796169600000,
];

/** What answers without sign-in, beside the pages for signing in: for `openPaths` of the composition's `Identification`. */
export const openApiPaths = ['/api/v1/alerting/health', '/api/v1/replies/sms', '/a'] as const;

/** The ordinary tables, which TypeORM reads and writes; the others are plain SQL in their stores. */
export const clinicianEntities = [DeviceEntity, DeviceHoldingEntity, GatewayEntity, WardEntity] as const;

const controllers = [
  ...commandsControllers,
  ...recordControllers,
  ...plansControllers,
  ...devicesControllers,
  ...wardsControllers,
  ...capacityControllers,
  ...staffControllers,
  ...notificationsControllers,
  ...alertsControllers,
  ...boardControllers,
];

@Module({})
class ClinicianModule {}

/** The clinician service without signing in, which `peopleModule` adds: HTTP, the live stream and the log's consumers. */
export function clinicianModule(parts: ClinicianParts): DynamicModule {
  const base = partsModule(parts);
  const commands = commandsModule(base);
  const record = recordModule(base, commands);
  const plans = plansModule(base, commands, record);
  const devices = devicesModule(base, commands, record, plans);
  const wards = wardsModule(base, commands, record, plans, devices);
  const capacity = capacityModule(base, commands, record, wards);
  const staff = staffModule(base, commands, wards);
  const notifications = notificationsModule(base, commands, staff);
  const alerts = alertsModule(base, commands, record, plans, devices, wards, capacity, staff, notifications);
  const document = { module: ApiDocumentModule, providers: [apiDocument], exports: [apiDocument] };
  const board = boardModule(
    base,
    document,
    commands,
    record,
    plans,
    devices,
    wards,
    capacity,
    staff,
    notifications,
    alerts,
  );
  return { module: ClinicianModule, imports: [board] };
}

const apiDocument = { provide: API_DOCUMENT, useFactory: clinicianApi };

@Module({})
class ApiDocumentModule {}

/**
 * The consumer groups, to be connected as microservices. Alerts have one of their own, so that they never wait behind the
 * bulk of observations and scores.
 */
export function clinicianTransports(parts: ClinicianParts): EventLogTransport[] {
  const { log, clock, logger, metrics } = parts;
  const shared = { log, clock, logger, metrics };
  return [
    // What comes meanwhile is taken along by itself; there is nothing to wait for.
    new EventLogTransport({ ...shared, group: 'clinician-alerts', transportId: alertsTransport, restPerRun: 0 }),
    // The chart's last few milliseconds matter less than the live stream's head, which each of its transactions holds.
    new EventLogTransport({ ...shared, group: 'clinician-chart', transportId: chartTransport, restPerRun: 4 }),
  ];
}

/** What the document shows by name, once. */
const namedSchemas = {
  Alert,
  AlertBurden,
  AlertingHealth,
  BenefitClaim,
  BenefitClaims,
  BenefitClaimsUpdate,
  Benefits,
  Board,
  BoardRow,
  Capacity,
  CapacityFigures,
  CapacitySnapshot,
  CapacitySnapshots,
  CapacityTarget,
  CapacityTargets,
  CapacityTargetsUpdate,
  ChartedObservation,
  Contact,
  ContactUpdate,
  DemographicsUpdate,
  Device,
  EscalationPolicyUpdate,
  Gateway,
  GatewayCredential,
  MonitoringPause,
  NewDevice,
  NewGateway,
  NewPatient,
  NewPause,
  NewReferral,
  NewRota,
  NewStaffMember,
  NewStay,
  NewTeam,
  NewWard,
  Note,
  Observation,
  ObservationSetRecorded,
  Operations,
  Organisation,
  Organisations,
  OrganisationUpdate,
  Patient,
  PatientFlags,
  PatientFlagsUpdate,
  Plan,
  PlanUpdate,
  PublicCapacity,
  PublishedCapacity,
  PublishedSeries,
  QuarantinedEntry,
  Referral,
  Rota,
  RotaUpdate,
  RotaGap,
  RotaOverride,
  RotaShift,
  RuleSetSummary,
  Score,
  StaffMember,
  StaffMemberUpdate,
  Stay,
  Task,
  Team,
  TeamUpdate,
  Ward,
  WardUpdate,
  WardsOverview,
};

/** The OpenAPI document of everything under `/api/v1` that the clinician service answers. */
export function clinicianApi(): object {
  return openApiOf({
    title: 'Homeward',
    version: '1',
    about:
      'Wards, patients, stays, alerts and the chart of a virtual ward. A body with a member that is not described here is refused. What `GET` gives, `PUT` of the same path takes: members that are `readOnly` may be left out, and are refused where they differ from what is there (`read-only-member`); without `If-Match`, `revision` in the body says which revision is changed, and with it the header alone counts. Problems are RFC 9457; `docs/errors.md` lists their codes.',
    controllers,
    signIn: {
      bearer: { type: 'http', scheme: 'bearer', description: 'For scripts: `homeward token --role ROLE`.' },
      session: { type: 'apiKey', in: 'cookie', name: 'homeward_session', description: 'For people signed in.' },
    },
    named: namedSchemas,
    statusOfCode: { ...identityStatusOfCode, 'invalid-request': 400, ...clinicianStatusOfCode },
  });
}
