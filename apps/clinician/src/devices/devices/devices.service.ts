import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type Device,
  type DeviceId,
  type DeviceQuery,
  instant,
  type IssueDevice,
  type NewDevice,
  type Page,
  pageFromRows,
  type Person,
} from '#libs/contracts';
import { z } from 'zod';
import { ActsService, type OngoingAct } from '../../commands/commands.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { DeviceAlreadyRegisteredError, DeviceNotFoundError } from './device-errors.ts';
import { DevicesStore, type RevisedDevice } from './devices.store.ts';
import { decideIssue, decideRecovery } from './holdings.ts';

const place = z.tuple([z.string()]);

/**
 * Knows the devices and who had each when. Every change is staged for the log in its own transaction and on the log when
 * the answer goes out, so a reading sent after the answer finds its device; holdings of a device never overlap.
 */
@Injectable()
export class DevicesService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: DevicesStore,
    private readonly gateways: GatewaysService,
    private readonly patients: PatientsService,
  ) {}

  /**
   * @throws GatewayNotFoundError
   * @throws DeviceAlreadyRegisteredError
   */
  async register({ deviceId, gatewayId, kind }: NewDevice, by: Person): Promise<Device> {
    await this.gateways.assertExists(gatewayId);
    const subject = { kind: 'device', id: deviceId } as const;
    const device = await this.acts.carryOut({ act: 'register-device', by }, async (act) => {
      const registered: Device = {
        id: deviceId,
        deviceId,
        gatewayId,
        kind,
        patientId: null,
        holdings: [],
        status: null,
        registeredAt: instant(act.at),
      };
      if (!(await this.store.add(act.client, registered))) return undefined;
      await tellOf(act, { device: registered, revision: 1 });
      await act.record(subject, { gatewayId });
      return registered;
    });
    if (device === undefined) throw new DeviceAlreadyRegisteredError(deviceId, (await this.get(deviceId)).gatewayId);
    return device;
  }

  /**
   * Gives the device to a patient; nothing changes when it is with that patient already.
   *
   * @throws DeviceNotFoundError
   * @throws PatientNotFoundError
   * @throws DeviceHeldError
   * @throws DeviceIssuedInFutureError
   */
  async issue(id: DeviceId, { patientId, issuedAt }: IssueDevice, by: Person): Promise<Device> {
    await this.patients.assertExists(patientId);
    return this.acts.carryOut({ act: 'issue-device', by }, async (act) => {
      const { device } = await this.#lock(act, id);
      const now = instant(act.at);
      const from = issuedAt === undefined ? now : instant(Date.parse(issuedAt));
      const decision = decideIssue(device, { patientId, from, now });
      if (decision.change === 'none') return device;
      await this.store.begin(act.client, id, { ...decision.holding, issuedBy: by.name });
      await act.record({ kind: 'device', id }, { patientId });
      return this.#revise(act, id);
    });
  }

  /**
   * Takes the device back from whoever has it.
   *
   * @throws DeviceNotFoundError
   * @throws DeviceNotHeldError
   */
  async recover(id: DeviceId, by: Person): Promise<Device> {
    return this.acts.carryOut({ act: 'recover-device', by }, async (act) => {
      const { device } = await this.#lock(act, id);
      const { patientId, until } = decideRecovery(device, instant(act.at));
      await this.store.end(act.client, id, { until, recoveredBy: by.name });
      await act.record({ kind: 'device', id }, { patientId });
      return this.#revise(act, id);
    });
  }

  /** @throws DeviceNotFoundError */
  async get(id: DeviceId): Promise<Device> {
    const device = await this.store.find(id);
    if (device === undefined) throw new DeviceNotFoundError(id);
    return device;
  }

  /** @throws InvalidCursorError */
  async list(query: DeviceQuery): Promise<Page<Device>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, { limit: query.limit, toItem: (device) => device, keysOf: ({ id }) => [id] });
  }

  async #lock({ client }: OngoingAct, id: DeviceId): Promise<RevisedDevice> {
    const known = await this.store.lock(client, id);
    if (known === undefined) throw new DeviceNotFoundError(id);
    return known;
  }

  /** Tells the others of the device as it is now. */
  async #revise(act: OngoingAct, id: DeviceId): Promise<Device> {
    const revised = await this.store.revise(act.client, id);
    if (revised === undefined) throw new DeviceNotFoundError(id);
    await tellOf(act, revised);
    return revised.device;
  }
}

async function tellOf({ tell }: OngoingAct, { device, revision }: RevisedDevice): Promise<void> {
  const { deviceId, gatewayId, kind, holdings } = device;
  await tell('devices', deviceId, { deviceId, gatewayId, kind, revision, holdings });
}
