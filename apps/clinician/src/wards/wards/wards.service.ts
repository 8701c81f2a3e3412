import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type NewWard,
  type Page,
  pageFromRows,
  type PageQuery,
  type Person,
  type Ward,
  WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { ActsService } from '../../commands/commands.service.ts';
import { WardNotFoundError } from './ward-errors.ts';
import { WardsStore } from './wards.store.ts';

const place = z.tuple([z.string(), z.uuid()]);

/** Knows the wards, and how many of their beds are taken at the moment of asking. */
@Injectable()
export class WardsService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: WardsStore,
  ) {}

  async open(ward: NewWard, by: Person): Promise<Ward> {
    const id = WardId.parse(randomUUID());
    await this.acts.carryOut({ act: 'open-ward', by }, async ({ client, at, record }) => {
      await this.store.add(client, { ...ward, id, createdAt: at });
      await record({ kind: 'ward', id }, { beds: ward.beds });
    });
    return this.get(id);
  }

  /** @throws WardNotFoundError */
  async get(id: WardId): Promise<Ward> {
    const ward = await this.store.find(id);
    if (ward === undefined) throw new WardNotFoundError(id);
    return ward;
  }

  /**
   * Part of an admission: the ward and its taken beds, which nobody else changes until the transaction ends.
   *
   * @throws WardNotFoundError
   */
  async lock(client: PoolClient, id: WardId): Promise<Ward> {
    const ward = await this.store.lock(client, id);
    if (ward === undefined) throw new WardNotFoundError(id);
    return ward;
  }

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Ward>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, { limit: query.limit, toItem: (ward) => ward, keysOf: ({ name, id }) => [name, id] });
  }
}
