import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  instant,
  type NewWard,
  type Page,
  pageFromRows,
  type PageQuery,
  type Ward,
  type WardChange,
  WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { type BedsOfWard, noBeds, WardBedsStore } from '../ward-beds.store.ts';
import { PlacementsStore } from '../placements.store.ts';
import { WardNotFoundError } from './ward-errors.ts';
import type { WardEntity } from './ward.entity.ts';
import type { NotifyingWard } from './notifying-ward.ts';
import { WardsStore } from './wards.store.ts';

const cursorKeys = z.tuple([z.string(), z.uuid()]);

/** What describes a ward, without its beds. */
export type DescribedWard = Readonly<WardEntity>;

/** Knows the wards, and how many of their beds are taken now. */
@Injectable()
export class WardsService {
  /** Runs within the transaction of an opening. */
  readonly opened = new Hook<{ readonly wardId: WardId; readonly asked: NewWard }>();

  constructor(
    private readonly commands: CommandsService,
    private readonly store: WardsStore,
    private readonly placements: PlacementsStore,
    private readonly wardBeds: WardBedsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open(asked: NewWard, context: CommandContext): Promise<Ward> {
    return this.commands.execute('open-ward', context, async (command) => {
      const { name, beds, organisation = null, pathways = null, population = null, hours = null } = asked;
      const { replyNeedsSignIn = null } = asked;
      const id = WardId.parse(randomUUID());
      const described = { name, organisation, pathways, population, hours, replyNeedsSignIn };
      const ward = { id, ...described, revision: 1, createdAt: command.at };
      await this.store.add(command.entities, ward);
      command.audit({
        subject: { kind: 'ward', id },
        revision: 1,
        text: 'Opened the ward.',
        facts: { beds },
        state: ward,
      });
      await this.opened.run(command, { wardId: id, asked });
      command.changed({ kind: 'ward', wardId: id });
      const { staffedBeds = null, kits = null, acuityPoints = null } = asked;
      return resourceOf(ward, { beds: { ...noBeds, beds, staffedBeds, kits, acuityPoints }, patients: 0 });
    });
  }

  /**
   * Changes what describes the ward; how many beds there are is dated. A change of nothing leaves it as it is.
   *
   * @throws WardNotFoundError
   * @throws ChangedMeanwhileError
   */
  async change(id: WardId, change: WardChange, context: CommandContext): Promise<Ward> {
    return this.commands.execute('change-ward', context, async (command) => {
      const before = await this.#lockOne(command, id);
      const [shown] = await this.#shown([before], command.client);
      await command.expectRevision({ kind: 'ward', id }, shown ?? before);
      if (shown !== undefined && Object.keys(change).length === 0) return shown;
      const after = { ...before, ...given(change), revision: before.revision + 1 };
      await this.store.save(command.entities, after);
      command.audit({
        subject: { kind: 'ward', id },
        revision: after.revision,
        text: `Changed ${Object.keys(change).join(', ')} of the ward.`,
        facts: { changed: Object.keys(change) },
        state: after,
      });
      command.changed({ kind: 'ward', wardId: id });
      const [ward] = await this.#shown([after], command.client);
      if (ward === undefined) throw new WardNotFoundError(id);
      return ward;
    });
  }

  /** @throws WardNotFoundError */
  async get(id: WardId): Promise<Ward> {
    const ward = (await this.getMany([id])).get(id);
    if (ward === undefined) throw new WardNotFoundError(id);
    return ward;
  }

  /** Those of the wards that there are. */
  async getMany(ids: readonly WardId[]): Promise<ReadonlyMap<WardId, Ward>> {
    if (ids.length === 0) return new Map();
    const wards = await this.#shown(await this.store.findMany(ids));
    return new Map(wards.map((ward) => [ward.id, ward]));
  }

  /** What those of the wards that there are are called, without counting their beds. */
  async namesOf(ids: readonly WardId[]): Promise<ReadonlyMap<WardId, string>> {
    if (ids.length === 0) return new Map();
    return new Map((await this.store.names(ids)).map(({ id, name }) => [id, name]));
  }

  /** What notifications have to know of the wards, by the given connection. */
  async notifying(client: PoolClient, ids: readonly WardId[]): Promise<ReadonlyMap<WardId, NotifyingWard>> {
    return this.store.notifying(client, ids);
  }

  /**
   * Part of a command, in order of id: no other gives out beds of these wards until the transaction ends, though one may free
   * some.
   *
   * @throws WardNotFoundError
   */
  async lock({ entities }: Command, ids: readonly WardId[]): Promise<ReadonlyMap<WardId, DescribedWard>> {
    const wards = new Map((await this.store.lock(entities, ids)).map((ward) => [ward.id, ward]));
    const missing = ids.find((id) => !wards.has(id));
    if (missing !== undefined) throw new WardNotFoundError(missing);
    return wards;
  }

  /** Every ward, by name. */
  async all(): Promise<readonly Ward[]> {
    return this.#shown(await this.store.all());
  }

  /** What describes every ward, by name: in one query, for those who count the beds themselves. */
  async described(): Promise<readonly DescribedWard[]> {
    return this.store.all();
  }

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Ward>> {
    const wards = await this.#shown(await this.store.list(query, decodeCursor(query.cursor, cursorKeys)));
    return pageFromRows(wards, {
      limit: query.limit,
      toItem: (ward) => ward,
      keysOf: ({ name, id }) => [name, id],
    });
  }

  async #lockOne(command: Command, id: WardId): Promise<DescribedWard> {
    const ward = (await this.lock(command, [id])).get(id);
    if (ward === undefined) throw new WardNotFoundError(id);
    return ward;
  }

  async #shown(wards: readonly DescribedWard[], client?: PoolClient): Promise<readonly Ward[]> {
    const ids = wards.map(({ id }) => id);
    const now = this.clock.now();
    const beds = await this.wardBeds.at(ids, { at: now, knownAt: 'infinity' }, client);
    const patients = await this.placements.occupiedBeds(ids, client);
    return wards.map((ward) =>
      resourceOf(ward, { beds: beds.get(ward.id) ?? noBeds, patients: patients.get(ward.id) ?? 0 }),
    );
  }
}

/** The members that are not left out: undefined says so, null does not. */
function given(change: WardChange): Partial<DescribedWard> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function resourceOf(
  { createdAt, ...ward }: DescribedWard,
  { beds, patients }: { readonly beds: BedsOfWard; readonly patients: number },
): Ward {
  const { staffedBeds, kits, acuityPoints } = beds;
  const pathways = ward.pathways === null ? null : [...ward.pathways];
  return {
    ...ward,
    pathways,
    beds: beds.beds,
    staffedBeds,
    kits,
    acuityPoints,
    patients,
    createdAt: instant(createdAt),
  };
}
