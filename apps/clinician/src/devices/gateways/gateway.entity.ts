import { type Gateway, type GatewayId, instant } from '#libs/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `gateway`. What is kept of a secret is its digest. */
@Entity({ name: 'gateway' })
export class GatewayEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'gateway_pkey' })
  id!: GatewayId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'secret_sha256', type: 'text' })
  secretSha256!: string;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ name: 'registered_at', type: 'timestamptz' })
  registeredAt!: Date;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt!: Date | null;
}

/** The gateway as its own row has it: what is behind it, others know. */
export function gatewayOf({ id, name, registeredAt, disabledAt }: GatewayEntity): Gateway {
  return {
    id,
    name,
    registeredAt: instant(registeredAt),
    disabledAt: disabledAt === null ? null : instant(disabledAt),
    devices: 0,
    lastHeardAt: null,
    quarantinedLastDay: 0,
    volumeRefusedAt: null,
  };
}
