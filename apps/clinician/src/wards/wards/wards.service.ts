import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  instant,
  type NewWard,
  type Page,
  pageFromRows,
  type PageQuery,
  type Ward,
  WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PlacementsStore } from '../placements.store.ts';
import { WardNotFoundError } from './ward-errors.ts';
import type { WardEntity } from './ward.entity.ts';
import { WardsStore } from './wards.store.ts';

const cursorKeys = z.tuple([z.string(), z.uuid()]);

/** Knows the wards, and how many of their beds are taken now. */
@Injectable()
export class WardsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: WardsStore,
    private readonly placements: PlacementsStore,
  ) {}

  async open({ name, beds }: NewWard, context: CommandContext): Promise<Ward> {
    return this.commands.execute('open-ward', context, async (command) => {
      const ward: WardEntity = { id: WardId.parse(randomUUID()), name, beds, createdAt: command.at };
      await this.store.add(command.entities, ward);
      await command.audit({ subject: { kind: 'ward', id: ward.id }, text: 'Opened the ward.', facts: { beds } });
      command.changed({ kind: 'ward', wardId: ward.id });
      return resourceOf(ward, 0);
    });
  }

  /** @throws WardNotFoundError */
  async get(id: WardId): Promise<Ward> {
    const [ward, occupied] = await Promise.all([this.store.find(id), this.placements.occupiedBeds([id])]);
    if (ward === undefined) throw new WardNotFoundError(id);
    return resourceOf(ward, occupied.get(id));
  }

  /** Those of the wards that there are. */
  async getMany(ids: readonly WardId[]): Promise<ReadonlyMap<WardId, Ward>> {
    if (ids.length === 0) return new Map();
    const [wards, occupied] = await Promise.all([this.store.findMany(ids), this.placements.occupiedBeds(ids)]);
    return new Map(wards.map((ward) => [ward.id, resourceOf(ward, occupied.get(ward.id))]));
  }

  /** What the wards are called, by the given connection. */
  async namesOf(client: PoolClient, ids: readonly WardId[]): Promise<ReadonlyMap<WardId, string>> {
    return this.store.namesOf(client, ids);
  }

  /**
   * Part of an admission or a transfer: the ward and its taken beds, which no other command changes until the transaction
   * ends but to free one.
   *
   * @throws WardNotFoundError
   */
  async lock({ client, entities }: Command, id: WardId): Promise<Ward> {
    const ward = await this.store.lock(entities, id);
    if (ward === undefined) throw new WardNotFoundError(id);
    // A statement of its own, so that it counts the patients who were admitted while the one above was waiting.
    return resourceOf(ward, (await this.placements.occupiedBeds([id], client)).get(id));
  }

  /** Every ward, by name. */
  async all(): Promise<readonly Ward[]> {
    const wards = await this.store.all();
    const occupied = await this.placements.occupiedBeds(wards.map(({ id }) => id));
    return wards.map((ward) => resourceOf(ward, occupied.get(ward.id)));
  }

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Ward>> {
    const wards = await this.store.list(query, decodeCursor(query.cursor, cursorKeys));
    const occupied = await this.placements.occupiedBeds(wards.map(({ id }) => id));
    return pageFromRows(wards, {
      limit: query.limit,
      toItem: (ward) => resourceOf(ward, occupied.get(ward.id)),
      keysOf: ({ name, id }) => [name, id],
    });
  }
}

function resourceOf({ id, name, beds, createdAt }: WardEntity, patients = 0): Ward {
  return { id, name, beds, patients, createdAt: instant(createdAt) };
}
