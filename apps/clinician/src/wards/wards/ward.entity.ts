import type { WardId } from '#libs/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of `ward`. How many patients are on a ward follows from the placements. */
@Entity({ name: 'ward' })
@Index('ward_by_name', ['name', 'id'])
@Check('ward_beds_check', 'beds > 0')
export class WardEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ward_pkey' })
  id!: WardId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'integer' })
  beds!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
