import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
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
import type { Database } from '#libs/database';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { AuditService } from '../audit/audit.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import { WardNotFoundError } from './ward-errors.ts';
import { WardsStore } from './wards.store.ts';

const place = z.tuple([z.string(), z.uuid()]);

/** Knows the wards, and how many of their beds are taken at the moment of asking. */
@Injectable()
export class WardsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: WardsStore,
    private readonly audit: AuditService,
  ) {}

  async open(ward: NewWard, by: Person): Promise<Ward> {
    const id = WardId.parse(randomUUID());
    const at = this.clock.now();
    await this.database.transaction(async (client) => {
      await this.store.add(client, id, ward, at);
      const facts = { beds: ward.beds };
      await this.audit.record(client, { by, at, act: 'open-ward', subject: { kind: 'ward', id }, facts });
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
