import { Inject, Injectable } from '@nestjs/common';
import type { PageQuery, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { type EntityManager, In } from 'typeorm';
import { DATABASE } from '../../parts.module.ts';
import type { NotifyingWard } from './notifying-ward.ts';
import { WardEntity } from './ward.entity.ts';

/** The table `ward`. */
@Injectable()
export class WardsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(entities: EntityManager, ward: WardEntity): Promise<void> {
    await entities.insert(WardEntity, ward);
  }

  async save(entities: EntityManager, ward: WardEntity): Promise<void> {
    const { id, ...described } = ward;
    await entities.update(WardEntity, { id }, described);
  }

  async find(id: WardId): Promise<WardEntity | undefined> {
    return (await this.database.dataSource.manager.findOneBy(WardEntity, { id })) ?? undefined;
  }

  async findMany(ids: readonly WardId[]): Promise<readonly WardEntity[]> {
    return this.database.dataSource.manager.findBy(WardEntity, { id: In([...ids]) });
  }

  async names(ids: readonly WardId[]): Promise<readonly { readonly id: WardId; readonly name: string }[]> {
    const { rows } = await this.database.pool.query<{ readonly id: WardId; readonly name: string }>({
      name: 'wards-names',
      text: 'select id, name from ward where id = any($1::uuid[])',
      values: [ids],
    });
    return rows;
  }

  async notifying(client: PoolClient, ids: readonly WardId[]): Promise<ReadonlyMap<WardId, NotifyingWard>> {
    const { rows } = await client.query<NotifyingWard & { readonly id: WardId }>({
      name: 'wards-notifying',
      text: 'select id, name, reply_needs_sign_in as "replyNeedsSignIn" from ward where id = any($1::uuid[])',
      values: [ids],
    });
    return new Map(rows.map(({ id, ...ward }) => [id, ward]));
  }

  /** In order of id: no other command gives out beds of these wards, or changes them, until the transaction ends. */
  async lock(entities: EntityManager, ids: readonly WardId[]): Promise<readonly WardEntity[]> {
    return entities.find(WardEntity, {
      where: { id: In([...ids]) },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** By name. */
  async all(): Promise<readonly WardEntity[]> {
    return this.database.dataSource.manager.find(WardEntity, { order: { name: 'ASC', id: 'ASC' } });
  }

  /** By name; one more than the limit, where there is one. */
  async list(
    { limit }: PageQuery,
    after: readonly [name: string, id: string] | undefined,
  ): Promise<readonly WardEntity[]> {
    const query = this.database.dataSource.manager
      .createQueryBuilder(WardEntity, 'ward')
      .orderBy({ 'ward.name': 'ASC', 'ward.id': 'ASC' })
      .limit(limit + 1);
    const [name, id] = after ?? [];
    if (after !== undefined) query.where('(ward.name, ward.id) > (:name, :id)', { name, id });
    return query.getMany();
  }
}
