import { Inject, Injectable } from '@nestjs/common';
import { instant, type NewWard, type PageQuery, type Ward, type WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface WardRow {
  readonly id: WardId;
  readonly name: string;
  readonly beds: number;
  readonly patients: number;
  readonly created_at: Date;
}

const columns = `w.id, w.name, w.beds, w.created_at,
  (select count(*)::int from stay s where s.ward_id = w.id and s.state = 'admitted') as patients`;

/** The table `ward`, shown with how many patients are on each. */
@Injectable()
export class WardsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, ward: NewWard & { readonly id: WardId; readonly createdAt: Date }): Promise<void> {
    await client.query('insert into ward (id, name, beds, created_at) values ($1, $2, $3, $4)', [
      ward.id,
      ward.name,
      ward.beds,
      ward.createdAt,
    ]);
  }

  async find(id: WardId): Promise<Ward | undefined> {
    const { rows } = await this.database.pool.query<WardRow>(`select ${columns} from ward w where w.id = $1`, [id]);
    return rows.map(fromRow).at(0);
  }

  /** Until the transaction ends nobody else is admitted to the ward: the last bed goes to one patient. */
  async lock(client: PoolClient, id: WardId): Promise<Ward | undefined> {
    await client.query('select from ward where id = $1 for no key update', [id]);
    // A statement of its own, so that it counts those who were admitted while the one above was waiting.
    const { rows } = await client.query<WardRow>(`select ${columns} from ward w where w.id = $1`, [id]);
    return rows.map(fromRow).at(0);
  }

  /** By name; one more than the limit, where there is one. */
  async list(query: PageQuery, after: readonly [name: string, id: string] | undefined): Promise<readonly Ward[]> {
    const { rows } = await this.database.pool.query<WardRow>(
      `select ${columns} from ward w
       where ($1::text is null or (w.name, w.id) > ($1, $2::uuid))
       order by w.name, w.id
       limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
    );
    return rows.map(fromRow);
  }
}

function fromRow({ id, name, beds, patients, created_at }: WardRow): Ward {
  return { id, name, beds, patients, createdAt: instant(created_at) };
}
