import {
  type CorrectClock,
  DeadLetterEntry,
  Device,
  type DeviceId,
  type DeviceState,
  Gateway,
  GatewayCredential,
  type IssueDevice,
  type NewDevice,
  type NewGateway,
  type NewWard,
  QuarantinedEntry,
  ShownDevice,
  TechnicalAlert,
  type TrustClock,
  Ward,
  type WardId,
  type WithdrawGateway,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

const nothing = z.null();
type WithoutRevision<Answer> = Promise<CommandOutcome<Answer, null>>;

export const devicesQuery = (state: DeviceState | null) =>
  queryOptions({
    queryKey: queryKeys.devices(state),
    queryFn: ({ signal }) =>
      listOf({ path: '/devices', query: { state: state ?? undefined }, schema: ShownDevice, signal, mostPages: 4 }),
  });

export const gatewaysQuery = queryOptions({
  queryKey: queryKeys.gateways(),
  queryFn: ({ signal }) => listOf({ path: '/gateways', query: {}, schema: Gateway, signal, mostPages: 4 }),
});

/** Which messages that were kept aside. */
export interface QuarantineFilter {
  readonly wardId: WardId | null;
  readonly deviceId: string;
}

export const quarantinedQuery = ({ wardId, deviceId }: QuarantineFilter) =>
  queryOptions({
    queryKey: queryKeys.quarantined({ wardId, deviceId }),
    queryFn: ({ signal }) =>
      listOf({
        path: '/quarantine',
        query: { wardId: wardId ?? undefined, deviceId: deviceId === '' ? undefined : deviceId, limit: '200' },
        schema: QuarantinedEntry,
        signal,
        mostPages: 1,
      }),
  });

/** What was wrong with Homeward itself, the newest first. */
export const pastTechnicalAlertsQuery = queryOptions({
  queryKey: queryKeys.pastTechnicalAlerts(),
  queryFn: ({ signal }) =>
    listOf({ path: '/technical-alerts', query: { limit: '50' }, schema: TechnicalAlert, signal, mostPages: 1 }),
});

/** Messages that could not be worked on. */
export const deadLettersQuery = queryOptions({
  queryKey: queryKeys.deadLetters(),
  queryFn: ({ signal }) =>
    listOf({ path: '/dead-letters', query: { limit: '100' }, schema: DeadLetterEntry, signal, mostPages: 1 }),
});

export const registerDevice = (body: NewDevice, press: Press): WithoutRevision<ShownDevice> =>
  command({ path: '/devices', body, press, answer: ShownDevice, seen: nothing });

export const issueDevice = (id: DeviceId, body: IssueDevice, press: Press): WithoutRevision<Device> =>
  command({ path: `/devices/${encodeURIComponent(id)}/issue`, body, press, answer: Device, seen: nothing });

export const recoverDevice = (id: DeviceId, press: Press): WithoutRevision<Device> =>
  command({ path: `/devices/${encodeURIComponent(id)}/recover`, body: {}, press, answer: Device, seen: nothing });

export const correctClock = (id: DeviceId, body: CorrectClock, press: Press): WithoutRevision<Device> =>
  command({ path: `/devices/${encodeURIComponent(id)}/correct-clock`, body, press, answer: Device, seen: nothing });

export const trustClock = (id: DeviceId, body: TrustClock, press: Press): WithoutRevision<Device> =>
  command({ path: `/devices/${encodeURIComponent(id)}/trust-clock`, body, press, answer: Device, seen: nothing });

export const registerGateway = (body: NewGateway, press: Press): WithoutRevision<GatewayCredential> =>
  command({ path: '/gateways', body, press, answer: GatewayCredential, seen: nothing });

export const withdrawGateway = (id: string, body: WithdrawGateway, press: Press): WithoutRevision<unknown> =>
  command({ path: `/gateways/${encodeURIComponent(id)}/withdraw`, body, press, answer: z.unknown(), seen: nothing });

export const openWard = (body: NewWard, press: Press): WithoutRevision<Ward> =>
  command({ path: '/wards', body, press, answer: Ward, seen: nothing });

export const replayDeadLetter = (id: string, press: Press): WithoutRevision<unknown> =>
  command({ path: `/dead-letters/${id}/replay`, body: {}, press, answer: z.unknown(), seen: nothing });
