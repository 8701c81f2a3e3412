import { Inject, Injectable } from '@nestjs/common';
import type { Device, DeviceId, DeviceQuery, GatewayId, Instant, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** A device that a patient has. */
export interface Held {
  readonly deviceId: DeviceId;
  readonly patientId: PatientId;
}

/** A device behind a gateway, and who has it. */
export interface BehindGateway {
  readonly deviceId: DeviceId;
  readonly gatewayId: GatewayId;
  readonly patientId: PatientId | null;
  readonly statusAt: Instant | null;
}

/** A device that a patient has, with its gateway. */
export interface HeldBehind extends Held {
  readonly gatewayId: GatewayId;
  readonly status: Device['status'];
}

const lowBatteryPercent = 20;

/** Reads the tables `device` and `device_holding`, many at once. */
@Injectable()
export class DeviceListsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * The ids that are asked for, in order; one more than the limit, where there is one. `not-heard-from` means `issued` here:
   * only the chart knows the rest.
   */
  async matching(query: Partial<DeviceQuery>, after: DeviceId | undefined): Promise<readonly DeviceId[]> {
    const { gatewayId, patientId, kind, state, limit } = query;
    const { rows } = await this.database.pool.query<{ id: DeviceId }>({
      name: 'device-lists-matching',
      text: `select d.id from device d
             left join device_holding h on h.device_id = d.id and h.held_until is null
             where ($1::text is null or d.gateway_id = $1)
               and ($2::uuid is null or h.patient_id = $2)
               and ($3::text is null or d.kind = $3)
               and ($4::text is null or d.id > $4)
               and case $5::text
                 when 'in-stock' then h.patient_id is null
                 when 'issued' then h.patient_id is not null
                 when 'low-battery' then (d.status ->> 'batteryPercent')::numeric < ${String(lowBatteryPercent)}
                 else true end
             order by d.id limit $6`,
      values: [
        gatewayId ?? null,
        patientId ?? null,
        kind ?? null,
        after ?? null,
        state ?? null,
        limit === undefined ? null : limit + 1,
      ],
    });
    return rows.map(({ id }) => id);
  }

  async countByState(): Promise<Readonly<Record<'issued' | 'in-stock', number>>> {
    const { rows } = await this.database.pool.query<{ readonly all: number; readonly issued: number }>({
      name: 'device-lists-count-by-state',
      text: `select (select count(*) from device)::integer as all,
               (select count(*) from device_holding where held_until is null)::integer as issued`,
    });
    const { all = 0, issued = 0 } = rows[0] ?? {};
    return { issued, 'in-stock': all - issued };
  }

  /** Those that patients have had since before an instant, and that have said nothing of themselves since. */
  async quietSince(time: Instant): Promise<readonly Held[]> {
    const { rows } = await this.database.pool.query<Held>({
      name: 'device-lists-quiet-since',
      text: `select h.device_id as "deviceId", h.patient_id as "patientId"
             from device_holding h join device d on d.id = h.device_id
             where h.held_until is null and h.held_from < $1::timestamptz
               and (d.status is null or (d.status ->> 'receivedAt')::timestamptz < $1)`,
      values: [time],
    });
    return rows;
  }

  async behind(gatewayIds: readonly GatewayId[]): Promise<readonly BehindGateway[]> {
    const { rows } = await this.database.pool.query<BehindGateway>({
      name: 'device-lists-behind',
      text: `select d.id as "deviceId", d.gateway_id as "gatewayId", h.patient_id as "patientId",
               d.status ->> 'receivedAt' as "statusAt"
             from device d left join device_holding h on h.device_id = d.id and h.held_until is null
             where d.gateway_id = any($1::text[])`,
      values: [gatewayIds],
    });
    return rows;
  }

  /** The gateways that devices of these patients are behind. */
  async gatewaysOf(client: PoolClient, patientIds: readonly PatientId[]): Promise<readonly GatewayId[]> {
    const { rows } = await client.query<{ id: GatewayId }>({
      name: 'device-lists-gateways-of',
      text: `select distinct d.gateway_id as id from device_holding h join device d on d.id = h.device_id
             where h.held_until is null and h.patient_id = any($1::uuid[]) order by id`,
      values: [patientIds],
    });
    return rows.map(({ id }) => id);
  }

  /** The devices of patients behind these gateways. */
  async heldBehind(client: PoolClient, gatewayIds: readonly GatewayId[]): Promise<readonly HeldBehind[]> {
    const { rows } = await client.query<HeldBehind>({
      name: 'device-lists-held-behind',
      text: `select d.id as "deviceId", h.patient_id as "patientId", d.gateway_id as "gatewayId", d.status
             from device d join device_holding h on h.device_id = d.id and h.held_until is null
             where d.gateway_id = any($1::text[]) order by d.gateway_id, d.id`,
      values: [gatewayIds],
    });
    return rows;
  }

  /** When a device behind each gateway last said of itself something else than that it is offline. */
  async lastOnline(client: PoolClient): Promise<readonly { readonly gatewayId: GatewayId; readonly at: Instant }[]> {
    const { rows } = await client.query<{ readonly gatewayId: GatewayId; readonly at: Instant }>({
      name: 'device-lists-last-online',
      text: `select gateway_id as "gatewayId", max(status ->> 'receivedAt' collate "C") as at from device
             where status is not null and status ->> 'online' is distinct from 'false' group by gateway_id`,
    });
    return rows;
  }
}
