import type { WardId } from '#libs/contracts';
import { EntitySchema } from 'typeorm';

/** A row of the table `ward`. How many patients are on a ward follows from the placements. */
export interface WardRecord {
  readonly id: WardId;
  readonly name: string;
  readonly beds: number;
  readonly createdAt: Date;
}

export const WardEntity = new EntitySchema<WardRecord>({
  name: 'ward',
  tableName: 'ward',
  columns: {
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    beds: { type: 'integer' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  indices: [{ name: 'ward_by_name', columns: ['name', 'id'] }],
  checks: [{ name: 'ward_beds_check', expression: 'beds > 0' }],
});
