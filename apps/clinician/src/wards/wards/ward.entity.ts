import type { Ward, WardId } from '#libs/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of `ward`: what describes it. Its beds are dated, and its patients follow from the placements. */
@Entity({ name: 'ward' })
@Index('ward_by_name', ['name', 'id'])
export class WardEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ward_pkey' })
  id!: WardId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  organisation!: string | null;

  @Column({ type: 'text', array: true, nullable: true })
  pathways!: readonly string[] | null;

  @Column({ type: 'integer', nullable: true })
  population!: number | null;

  @Column({ type: 'jsonb', nullable: true })
  hours!: Ward['hours'];

  /** Null where it is as the service is set. */
  @Column({ name: 'reply_needs_sign_in', type: 'boolean', nullable: true })
  replyNeedsSignIn!: boolean | null;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
