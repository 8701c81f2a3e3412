import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
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
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { AuditService } from '../audit/audit.service.ts';
import { GatewaysService } from '../gateways/gateways.service.ts';
import { OutboxService } from '../outbox/outbox.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
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
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: DevicesStore,
    private readonly gateways: GatewaysService,
    private readonly patients: PatientsService,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
  ) {}

  /**
   * @throws GatewayNotFoundError
   * @throws DeviceAlreadyRegisteredError
   */
  async register({ deviceId, gatewayId, kind }: NewDevice, by: Person): Promise<Device> {
    await this.gateways.assertExists(gatewayId);
    const at = this.clock.now();
    const device: Device = {
      id: deviceId,
      deviceId,
      gatewayId,
      kind,
      patientId: null,
      holdings: [],
      status: null,
      registeredAt: instant(at),
    };
    const added = await this.database.transaction(async (client) => {
      if (!(await this.store.add(client, device))) return false;
      await this.#stage(client, { device, revision: 1 });
      const subject = { kind: 'device', id: deviceId } as const;
      await this.audit.record(client, { by, at, act: 'register-device', subject, facts: { gatewayId } });
      return true;
    });
    if (!added) throw new DeviceAlreadyRegisteredError(deviceId, (await this.get(deviceId)).gatewayId);
    await this.outbox.publish();
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
    return this.#change(id, async (client, device) => {
      const at = this.clock.now();
      const from = issuedAt === undefined ? instant(at) : instant(new Date(issuedAt));
      const decision = decideIssue(device, { patientId, from, now: instant(at) });
      if (decision.change === 'none') return false;
      await this.store.begin(client, id, decision.holding, by.name);
      const subject = { kind: 'device', id } as const;
      await this.audit.record(client, { by, at, act: 'issue-device', subject, facts: { patientId } });
      return true;
    });
  }

  /**
   * Takes the device back from whoever has it.
   *
   * @throws DeviceNotFoundError
   * @throws DeviceNotHeldError
   */
  async recover(id: DeviceId, by: Person): Promise<Device> {
    return this.#change(id, async (client, device) => {
      const at = this.clock.now();
      const { patientId, until } = decideRecovery(device, instant(at));
      await this.store.end(client, id, until ?? instant(at), by.name);
      const subject = { kind: 'device', id } as const;
      await this.audit.record(client, { by, at, act: 'recover-device', subject, facts: { patientId } });
      return true;
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

  /** `act` says whether anything changed. */
  async #change(id: DeviceId, act: (client: PoolClient, device: Device) => Promise<boolean>): Promise<Device> {
    const changed = await this.database.transaction(async (client) => {
      const known = await this.store.lock(client, id);
      if (known === undefined) throw new DeviceNotFoundError(id);
      if (!(await act(client, known.device))) return known.device;
      const revised = await this.store.revise(client, id);
      if (revised === undefined) throw new DeviceNotFoundError(id);
      await this.#stage(client, revised);
      return revised.device;
    });
    await this.outbox.publish();
    return changed;
  }

  async #stage(client: PoolClient, { device, revision }: RevisedDevice): Promise<void> {
    const { deviceId, gatewayId, kind, holdings } = device;
    const event = { deviceId, gatewayId, kind, revision, holdings };
    await this.outbox.stage(client, 'devices', [{ key: deviceId, event }]);
  }
}
