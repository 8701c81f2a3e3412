import { Inject, Injectable } from '@nestjs/common';
import type {
  Device,
  DeviceHolding,
  DeviceId,
  DeviceStatus,
  Instant,
  NewDevice,
  PatientId,
  PersonReference,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { type EntityManager, In, IsNull } from 'typeorm';
import { DATABASE } from '../../parts.module.ts';
import type { CorrectedClock } from './corrected-clock.ts';
import type { HeldDevice } from './silent-party.ts';
import { DeviceEntity, DeviceHoldingEntity, deviceOf, holdingOf } from './device.entity.ts';

/** A device, and how often what the other services know of it has changed. */
export interface DeviceWithRevision {
  readonly device: Device;
  readonly revision: number;
}

/** A holding that begins, with who records it and why it is back-dated, if it is. */
export interface RecordedIssue {
  readonly holding: DeviceHolding;
  readonly by: PersonReference;
  readonly at: Date;
  readonly reason: string | undefined;
}

/** A holding that went from one record of a patient to another. */
export interface CarriedHolding {
  readonly id: string;
  readonly deviceId: DeviceId;
}

/** What a device said of itself before, and says now. */
export interface StatusChange {
  readonly id: DeviceId;
  readonly before: Device['status'];
  readonly after: NonNullable<Device['status']>;
}

/** The tables `device` and `device_holding`. */
@Injectable()
export class DevicesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns false when there is a device with this id. */
  async add(entities: EntityManager, { deviceId, gatewayId, kind }: NewDevice, registeredAt: Date): Promise<boolean> {
    const result = await entities
      .createQueryBuilder()
      .insert()
      .into(DeviceEntity)
      .values({ id: deviceId, gatewayId, kind, revision: 1, registeredAt })
      .orIgnore()
      .returning('id')
      .execute();
    // The rows that were returned, and so inserted; TypeORM leaves their type open.
    const inserted: unknown = result.raw;
    return Array.isArray(inserted) && inserted.length > 0;
  }

  /** No other command issues or recovers the device until the transaction ends. */
  async lock(entities: EntityManager, id: DeviceId): Promise<DeviceWithRevision | undefined> {
    await entities.findOne(DeviceEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
    return this.#read(entities, id);
  }

  async begin(entities: EntityManager, id: DeviceId, { holding, by, at, reason }: RecordedIssue): Promise<void> {
    await entities.insert(DeviceHoldingEntity, {
      deviceId: id,
      patientId: holding.patientId,
      heldFrom: new Date(holding.from),
      issuedBy: by,
      issuedAt: at,
      issueReason: reason ?? null,
    });
  }

  async end(
    entities: EntityManager,
    id: DeviceId,
    { until, recoveredBy }: { readonly until: Instant; readonly recoveredBy: PersonReference },
  ): Promise<void> {
    const open = { deviceId: id, heldUntil: IsNull() };
    await entities.update(DeviceHoldingEntity, open, { heldUntil: new Date(until), recoveredBy });
  }

  /** Of the patient who has it now. @param correction null where its times are to count as it says them. */
  async correctClock(entities: EntityManager, id: DeviceId, correction: Device['clockCorrection']): Promise<void> {
    await entities.update(DeviceHoldingEntity, { deviceId: id, heldUntil: IsNull() }, { clockCorrection: correction });
  }

  /** Every clock that is corrected now, by device. */
  async correctedClocks(): Promise<readonly CorrectedClock[]> {
    const { rows } = await this.database.pool.query<CorrectedClock>({
      name: 'devices-corrected-clocks',
      text: `select device_id as "deviceId", patient_id as "patientId", clock_correction as correction
             from device_holding where held_until is null and clock_correction is not null order by device_id`,
    });
    return rows;
  }

  /** In the order of their ids. */
  async devicesEverHeldBy(client: PoolClient, patientId: PatientId): Promise<readonly DeviceId[]> {
    const { rows } = await client.query<{ readonly id: DeviceId }>(
      'select distinct device_id as id from device_holding where patient_id = $1 order by device_id',
      [patientId],
    );
    return rows.map(({ id }) => id);
  }

  /** Makes the holdings of one patient those of another; only these, where they are named. */
  async carryHoldings(
    client: PoolClient,
    {
      from,
      to,
      ids,
    }: { readonly from: PatientId; readonly to: PatientId; readonly ids: readonly string[] | undefined },
  ): Promise<readonly CarriedHolding[]> {
    const { rows } = await client.query<CarriedHolding>(
      `update device_holding set patient_id = $2
       where patient_id = $1 and ($3::bigint[] is null or id = any($3::bigint[]))
       returning id, device_id as "deviceId"`,
      [from, to, ids ?? null],
    );
    return rows;
  }

  /** @returns the device as it is now, with its new revision. */
  async revise(entities: EntityManager, id: DeviceId): Promise<DeviceWithRevision | undefined> {
    await entities.increment(DeviceEntity, { id }, 'revision', 1);
    return this.#read(entities, id);
  }

  /** Those of the devices that are registered, by id. */
  async findMany(ids: readonly DeviceId[]): Promise<readonly Device[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.dataSource
      .getRepository(DeviceEntity)
      .find({ where: { id: In([...ids]) }, order: { id: 'asc' } });
    const holdings = await this.#holdingsOf(rows.map(({ id }) => id));
    return rows.map((row) => deviceOf(row, holdings.get(row.id) ?? []));
  }

  /** When the patient had the device, oldest first. */
  async holdingsBy(patientId: PatientId, deviceId: string): Promise<readonly DeviceHolding[]> {
    // Any text may be asked for; only the id of a device is found.
    const where = { patientId, deviceId: deviceId as DeviceId };
    const rows = await this.database.dataSource
      .getRepository(DeviceHoldingEntity)
      .find({ where, order: { heldFrom: 'asc' } });
    return rows.map(holdingOf);
  }

  /**
   * The devices that patients have; as of an instant those that they had then, as was known then: an issue is often recorded
   * later than it was made.
   */
  async heldBy(
    patientIds: readonly PatientId[],
    asOf: Instant | undefined,
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<PatientId, DeviceId[]>> {
    const { rows } = await client.query<{ patient_id: PatientId; devices: DeviceId[] }>({
      name: 'devices-held-by',
      text: `select patient_id, array_agg(distinct device_id order by device_id) as devices from device_holding
             where patient_id = any($1::uuid[]) and case when $2::timestamptz is null then held_until is null
               else held_from <= $2 and issued_at <= $2 and (held_until is null or held_until > $2) end
             group by patient_id`,
      values: [patientIds, asOf ?? null],
    });
    return new Map(rows.map(({ patient_id, devices }) => [patient_id, devices]));
  }

  /** Who has each of the devices now; those that no patient has are left out. */
  async holdersOfDevices(ids: readonly string[]): Promise<ReadonlyMap<DeviceId, PatientId>> {
    const { rows } = await this.database.pool.query<{ device_id: DeviceId; patient_id: PatientId }>({
      name: 'devices-holders-of-devices',
      text: 'select device_id, patient_id from device_holding where held_until is null and device_id = any($1::text[])',
      values: [ids],
    });
    return new Map(rows.map(({ device_id, patient_id }) => [device_id, patient_id]));
  }

  /** The patients who now have a device whose id begins so, in capitals or not. */
  async holdersOf(idPrefix: string): Promise<readonly PatientId[]> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId }>({
      name: 'devices-holders-of',
      text: `select distinct patient_id from device_holding
             where held_until is null and starts_with(lower(device_id), lower($1))`,
      values: [idPrefix],
    });
    return rows.map(({ patient_id }) => patient_id);
  }

  /** What patients have now, and the newest of what each device said of itself. */
  async statusesOfHeld(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, readonly HeldDevice[]>> {
    const { rows } = await client.query<HeldDevice & { readonly patient_id: PatientId }>({
      name: 'devices-statuses-of-held',
      text: `select h.patient_id, d.kind, d.status
             from device_holding h join device d on d.id = h.device_id
             where h.held_until is null and h.patient_id = any($1::uuid[])`,
      values: [patientIds],
    });
    return Map.groupBy(rows, ({ patient_id }) => patient_id);
  }

  /**
   * Keeps the newest status of each device that is registered. No id may occur twice.
   *
   * @returns the status before and after of each device whose status is another now.
   */
  async keepStatuses(client: PoolClient, statuses: readonly DeviceStatus[]): Promise<readonly StatusChange[]> {
    const bodies = statuses.map(({ deviceId: _device, gatewayId: _gateway, ...status }) => status);
    const { rows } = await client.query<StatusChange>({
      name: 'devices-keep-statuses',
      text: `with newer as (
               select device.id, device.status as before, arrived.status as after
               from rows from (unnest($1::text[], $2::text[]), jsonb_array_elements($3::jsonb))
                    as arrived (device_id, received_at, status)
               join device on device.id = arrived.device_id
               where device.status is null or device.status ->> 'receivedAt' < arrived.received_at collate "C"
               order by device.id for no key update of device)
             update device set status = newer.after from newer where device.id = newer.id
             returning device.id, newer.before, newer.after`,
      values: [
        statuses.map(({ deviceId }) => deviceId),
        statuses.map(({ receivedAt }) => receivedAt),
        JSON.stringify(bodies),
      ],
    });
    return rows;
  }

  async #read(entities: EntityManager, id: DeviceId): Promise<DeviceWithRevision | undefined> {
    const row = await entities.findOneBy(DeviceEntity, { id });
    if (row === null) return undefined;
    const holdings = await entities.find(DeviceHoldingEntity, { where: { deviceId: id }, order: { heldFrom: 'asc' } });
    return { device: deviceOf(row, holdings), revision: row.revision };
  }

  async #holdingsOf(ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, readonly DeviceHoldingEntity[]>> {
    const rows = await this.database.dataSource
      .getRepository(DeviceHoldingEntity)
      .find({ where: { deviceId: In([...ids]) }, order: { heldFrom: 'asc' } });
    return Map.groupBy(rows, ({ deviceId }) => deviceId);
  }
}
