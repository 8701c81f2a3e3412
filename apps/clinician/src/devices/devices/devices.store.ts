import { Inject, Injectable } from '@nestjs/common';
import {
  type Device,
  type DeviceHolding,
  type DeviceId,
  type DeviceQuery,
  type GatewayId,
  instant,
  type Instant,
  type PatientId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import { currentHolding } from './holdings.ts';

interface DeviceRow {
  readonly id: DeviceId;
  readonly gateway_id: GatewayId;
  readonly kind: Device['kind'];
  readonly revision: number;
  readonly registered_at: Date;
  readonly status: Device['status'];
  readonly holdings: readonly { readonly patientId: PatientId; readonly from: string; readonly until: string | null }[];
}

/** A device, and how often what others know of it has changed. */
export interface RevisedDevice {
  readonly device: Device;
  readonly revision: number;
}

const columns = `d.*, coalesce((
    select json_agg(json_build_object('patientId', h.patient_id, 'from', h.held_from, 'until', h.held_until) order by h.held_from)
    from device_holding h where h.device_id = d.id), '[]'::json) as holdings`;

/** The tables `device` and `device_holding`. */
@Injectable()
export class DevicesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns false when there is a device with this id. */
  async add(client: PoolClient, device: Device): Promise<boolean> {
    const { rowCount } = await client.query(
      `insert into device (id, gateway_id, kind, revision, registered_at) values ($1, $2, $3, 1, $4)
       on conflict (id) do nothing`,
      [device.id, device.gatewayId, device.kind, device.registeredAt],
    );
    return rowCount === 1;
  }

  async find(id: DeviceId): Promise<Device | undefined> {
    const { rows } = await this.database.pool.query<DeviceRow>(`select ${columns} from device d where d.id = $1`, [id]);
    return rows.map(fromRow).at(0)?.device;
  }

  /** Nobody else issues or recovers the device until the transaction ends. */
  async lock(client: PoolClient, id: DeviceId): Promise<RevisedDevice | undefined> {
    await client.query('select from device where id = $1 for no key update', [id]);
    // A statement of its own, so that it sees what was committed while the one above was waiting.
    const { rows } = await client.query<DeviceRow>(`select ${columns} from device d where d.id = $1`, [id]);
    return rows.map(fromRow).at(0);
  }

  async begin(client: PoolClient, id: DeviceId, holding: DeviceHolding & { readonly issuedBy: string }): Promise<void> {
    await client.query(
      'insert into device_holding (device_id, patient_id, held_from, issued_by) values ($1, $2, $3, $4)',
      [id, holding.patientId, holding.from, holding.issuedBy],
    );
  }

  async end(
    client: PoolClient,
    id: DeviceId,
    end: { readonly until: Instant; readonly recoveredBy: string },
  ): Promise<void> {
    await client.query(
      'update device_holding set held_until = $2, recovered_by = $3 where device_id = $1 and held_until is null',
      [id, end.until, end.recoveredBy],
    );
  }

  /** @returns the device as it is now, with its new revision. */
  async revise(client: PoolClient, id: DeviceId): Promise<RevisedDevice | undefined> {
    await client.query('update device set revision = revision + 1 where id = $1', [id]);
    const { rows } = await client.query<DeviceRow>(`select ${columns} from device d where d.id = $1`, [id]);
    return rows.map(fromRow).at(0);
  }

  /** By id; one more than the limit, where there is one. */
  async list(query: DeviceQuery, after: readonly [id: string] | undefined): Promise<readonly Device[]> {
    const { rows } = await this.database.pool.query<DeviceRow>(
      `select ${columns} from device d
       where ($1::text is null or d.gateway_id = $1)
         and ($2::uuid is null or exists (
           select from device_holding h where h.device_id = d.id and h.patient_id = $2 and h.held_until is null))
         and ($3::text is null or d.id > $3)
       order by d.id
       limit $4`,
      [query.gatewayId ?? null, query.patientId ?? null, after?.[0] ?? null, query.limit + 1],
    );
    return rows.map((row) => fromRow(row).device);
  }
}

function fromRow(row: DeviceRow): RevisedDevice {
  const holdings = row.holdings.map(({ patientId, from, until }) => ({
    patientId,
    from: instant(Date.parse(from)),
    until: until === null ? null : instant(Date.parse(until)),
  }));
  return {
    revision: row.revision,
    device: {
      id: row.id,
      deviceId: row.id,
      gatewayId: row.gateway_id,
      kind: row.kind,
      patientId: currentHolding(holdings)?.patientId ?? null,
      holdings,
      status: row.status,
      registeredAt: instant(row.registered_at),
    },
  };
}
