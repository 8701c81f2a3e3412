import {
  type Device,
  type DeviceHolding,
  type DeviceId,
  type DeviceKind,
  type GatewayId,
  instant,
  type PatientId,
  type PersonReference,
} from '#libs/contracts';
import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { currentHolding } from './holdings.ts';

/** A row of `device`. */
@Entity({ name: 'device' })
@Index('device_by_gateway', ['gatewayId', 'id'])
export class DeviceEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'device_pkey' })
  id!: DeviceId;

  @Column({ name: 'gateway_id', type: 'text' })
  gatewayId!: GatewayId;

  @Column({ type: 'text' })
  kind!: DeviceKind;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ name: 'registered_at', type: 'timestamptz' })
  registeredAt!: Date;

  @Column({ type: 'jsonb', nullable: true })
  status!: Device['status'];

  @OneToMany(() => DeviceHoldingEntity, ({ device }) => device)
  holdings!: Relation<DeviceHoldingEntity>[];
}

/** A row of `device_holding`: who had a device from when until when, and who recorded that. */
@Entity({ name: 'device_holding' })
@Index('device_holding_by_device', ['deviceId', 'heldFrom'])
@Index('device_holding_now', ['deviceId'], { unique: true, where: 'held_until IS NULL' })
@Index('device_holding_by_patient', ['patientId'])
@Check('device_holding_check', 'held_until >= held_from')
export class DeviceHoldingEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'device_holding_pkey' })
  id!: string;

  @Column({ name: 'device_id', type: 'text' })
  deviceId!: DeviceId;

  @ManyToOne(() => DeviceEntity, ({ holdings }) => holdings)
  @JoinColumn({ name: 'device_id', foreignKeyConstraintName: 'device_holding_device_id_fkey' })
  device!: Relation<DeviceEntity>;

  @Column({ name: 'patient_id', type: 'uuid' })
  patientId!: PatientId;

  @Column({ name: 'held_from', type: 'timestamptz' })
  heldFrom!: Date;

  @Column({ name: 'held_until', type: 'timestamptz', nullable: true })
  heldUntil!: Date | null;

  @Column({ name: 'issued_by', type: 'jsonb' })
  issuedBy!: PersonReference;

  /** When the issue was recorded, which may be later than `heldFrom`. */
  @Column({ name: 'issued_at', type: 'timestamptz' })
  issuedAt!: Date;

  @Column({ name: 'issue_reason', type: 'text', nullable: true })
  issueReason!: string | null;

  @Column({ name: 'recovered_by', type: 'jsonb', nullable: true })
  recoveredBy!: PersonReference | null;

  /** While it is in force. */
  @Column({ name: 'clock_correction', type: 'jsonb', nullable: true })
  clockCorrection!: Device['clockCorrection'];
}

export function holdingOf({ patientId, heldFrom, heldUntil }: DeviceHoldingEntity): DeviceHolding {
  return { patientId, from: instant(heldFrom), until: heldUntil === null ? null : instant(heldUntil) };
}

/** @param holdings oldest first. */
export function deviceOf(row: Omit<DeviceEntity, 'holdings'>, rows: readonly DeviceHoldingEntity[]): Device {
  const holdings = rows.map(holdingOf);
  return {
    id: row.id,
    deviceId: row.id,
    gatewayId: row.gatewayId,
    kind: row.kind,
    patientId: currentHolding(holdings)?.patientId ?? null,
    holdings,
    status: row.status,
    lastHeardAt: row.status?.receivedAt ?? null,
    registeredAt: instant(row.registeredAt),
    clockCorrection: rows.find(({ heldUntil }) => heldUntil === null)?.clockCorrection ?? null,
  };
}
