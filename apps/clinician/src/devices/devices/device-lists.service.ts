import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  type Device,
  DeviceId,
  type DeviceQuery,
  type Gateway,
  type GatewayId,
  instant,
  type Instant,
  type Page,
  pageFromRows,
  type PatientId,
  type Person,
  type ShownDevice,
} from '#libs/contracts';
import { may, NotPermittedError } from '#libs/identity';
import { z } from 'zod';
import { CLOCK } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { deviceAsSeen } from './device-as-seen.ts';
import { DeviceNotFoundError } from './device-errors.ts';
import { DeviceListsStore, type Held } from './device-lists.store.ts';
import { DevicesService } from './devices.service.ts';
import { DevicesStore } from './devices.store.ts';

const cursor = z.tuple([DeviceId]);
const quietMs = 24 * 3_600_000;

/**
 * Shows devices with what is known of them elsewhere: when a reading of theirs last came in, and, to those who may view
 * patients, the name of the patient who has one.
 */
@Injectable()
export class DeviceListsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: DeviceListsStore,
    private readonly devices: DevicesStore,
    private readonly chart: ChartService,
    private readonly patients: PatientsService,
    private readonly clocks: DevicesService,
  ) {}

  /** @throws DeviceNotFoundError */
  async get(id: DeviceId, by: Person): Promise<ShownDevice> {
    const [found] = await this.#shown([id], by);
    if (found === undefined) throw new DeviceNotFoundError(id);
    const device = { ...found, clockAheadSeconds: await this.clocks.clockAheadSeconds(id) };
    if (!may(by.role, 'view-patients')) return deviceAsSeen(device, { mayViewPatients: false });
    const names = await this.patients.namesOf(device.holdings.map(({ patientId }) => patientId));
    return { ...device, holders: [...names.values()] };
  }

  /**
   * @throws InvalidCursorError
   * @throws NotPermittedError where one who may not view patients asks for what a patient has.
   */
  async list(query: DeviceQuery, by: Person): Promise<Page<ShownDevice>> {
    const { limit, state } = query;
    const mayViewPatients = may(by.role, 'view-patients');
    if (query.patientId !== undefined && !mayViewPatients)
      throw new NotPermittedError({ permission: 'view-patients', role: by.role });
    const [after] = decodeCursor(query.cursor, cursor) ?? [];
    const ids = state === 'not-heard-from' ? await this.#quiet(query, after) : await this.store.matching(query, after);
    const devices = await this.#shown(ids.slice(0, limit + 1), by);
    return pageFromRows(devices, {
      limit,
      toItem: (device) => deviceAsSeen(device, { mayViewPatients }),
      keysOf: ({ id }) => [id],
    });
  }

  /** The devices that the patient has, by id. */
  async heldBy(patientId: PatientId): Promise<readonly Device[]> {
    return this.devices.findMany(await this.store.matching({ patientId }, undefined));
  }

  /** How many devices patients have, and how many none has. */
  countByState(): Promise<Readonly<Record<'issued' | 'in-stock', number>>> {
    return this.store.countByState();
  }

  /** The devices that patients have had for 24 h, and of which nothing has come in that long. */
  async notHeardFrom(): Promise<readonly Held[]> {
    const since = instant(this.clock.now().getTime() - quietMs);
    const quiet = await this.store.quietSince(since);
    const heard = await this.chart.lastReceivedFrom(quiet);
    return quiet.filter(({ deviceId }) => (heard.get(deviceId) ?? '') < since);
  }

  /** How many devices are behind each gateway, and when one of them was last heard. */
  async behind(
    gatewayIds: readonly GatewayId[],
  ): Promise<ReadonlyMap<GatewayId, Pick<Gateway, 'devices' | 'lastHeardAt'>>> {
    const devices = await this.store.behind(gatewayIds);
    const held = devices.flatMap(({ deviceId, patientId }) => (patientId === null ? [] : [{ deviceId, patientId }]));
    const heard = await this.chart.lastReceivedFrom(held);
    const byGateway = Map.groupBy(devices, ({ gatewayId }) => gatewayId);
    return new Map(
      [...byGateway].map(([gatewayId, behind]) => {
        const times = behind.flatMap(({ deviceId, statusAt }) => [statusAt, heard.get(deviceId) ?? null]);
        return [gatewayId, { devices: behind.length, lastHeardAt: latestOf(times) }];
      }),
    );
  }

  async #quiet(query: DeviceQuery, after: DeviceId | undefined): Promise<readonly DeviceId[]> {
    const { limit: _all, state: _here, ...others } = query;
    const quiet = new Set((await this.notHeardFrom()).map(({ deviceId }) => deviceId));
    return (await this.store.matching({ ...others, state: 'issued' }, after)).filter((id) => quiet.has(id));
  }

  async #shown(ids: readonly DeviceId[], by: Person): Promise<readonly Device[]> {
    const devices = await this.devices.findMany(ids);
    const held = devices.flatMap(({ deviceId, patientId }) => (patientId === null ? [] : [{ deviceId, patientId }]));
    const mayName = may(by.role, 'view-patients');
    const [heard, patients] = await Promise.all([
      this.chart.lastReceivedFrom(held),
      mayName ? this.patients.namesOf(held.map(({ patientId }) => patientId)) : undefined,
    ]);
    return devices.map((device) => ({
      ...device,
      lastHeardAt: latestOf([device.lastHeardAt, heard.get(device.id) ?? null]),
      ...(patients === undefined
        ? {}
        : { holder: device.patientId === null ? null : (patients.get(device.patientId) ?? null) }),
    }));
  }
}

function latestOf(times: readonly (Instant | null)[]): Instant | null {
  return (
    times
      .filter((time) => time !== null)
      .toSorted()
      .at(-1) ?? null
  );
}
