import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  decodeCursor,
  type Instant,
  isOpenStay,
  type Page,
  pageFromRows,
  type PatientId,
  type ReferralId,
  type Stay,
  StayHistoryEntry,
  type StayId,
  type StayQuery,
  type WardId,
} from '#libs/contracts';
import { together } from '#libs/database';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { AuditService } from '../../commands/audit/audit.service.ts';
import type { Command } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { type Placement, PlacementsStore } from '../placements.store.ts';
import type { OpenStay } from './open-stay.ts';
import { StayAlreadyDischargedError, StayNotFoundError, StayStillOpenError } from './stay-errors.ts';
import { type Move, type StayRecord, StaysStore } from '../stays.store.ts';

const cursorKeys = z.tuple([z.iso.datetime(), z.uuid()]);

/** What happened to a stay, for those who react to it. */
export interface StayChange {
  readonly before: Stay | undefined;
  readonly after: Stay;
  /** Of a swap each stay is transferred. */
  readonly change: 'admitted' | 'transferred' | 'on-leave' | 'returned' | 'discharged' | 'cancelled' | 'reinstated';
}

/**
 * Reads and locks stays. They begin and end, move and pause by the services beside this one, each change in one transaction
 * with everything that follows from it.
 */
@Injectable()
export class StaysService {
  /** Runs within the transaction of every change, before the stay itself is put into the live stream. */
  readonly changed = new Hook<StayChange>();

  /**
   * Runs in every command that changes a stay, once its patient is locked and before ward and stay are: for those who have
   * rows that are locked between them.
   */
  readonly locking = new Hook<{ readonly patientId: PatientId; readonly referralId: ReferralId | null }>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly store: StaysStore,
    private readonly placements: PlacementsStore,
  ) {}

  /**
   * The stay as it is; with `asOf`, as it was then.
   *
   * @throws StayNotFoundError also where the patient had not been admitted then.
   * @throws AsOfInFutureError
   */
  async get(id: StayId, asked?: string): Promise<Stay> {
    const asOf = asOfInstant(asked, this.clock.now());
    const stay = (await this.getMany([id])).get(id);
    if (stay === undefined) throw new StayNotFoundError(id);
    if (asOf === undefined) return stay;
    const states = await this.audit.statesAt<Stay>('stay', asOf, [stay.patientId]);
    const then = states.find((state) => state.id === id);
    if (then === undefined) throw new StayNotFoundError(id);
    return then;
  }

  /**
   * @throws StayNotFoundError
   * @throws StayAlreadyDischargedError
   */
  async getOpen(id: StayId): Promise<Stay> {
    const stay = await this.get(id);
    if (!isOpenStay(stay)) throw new StayAlreadyDischargedError(id);
    return stay;
  }

  /** @throws InvalidCursorError */
  async list({ wardId, ...query }: StayQuery): Promise<Page<Stay>> {
    const ids =
      wardId &&
      (await this.idsOnWard(wardId, {
        openOnly: query.state !== undefined && query.state !== 'discharged' && query.state !== 'cancelled',
      }));
    const records = await this.store.list({ ...query, ids }, decodeCursor(query.cursor, cursorKeys));
    return pageFromRows(await this.#withBeds(records), {
      limit: query.limit,
      toItem: (stay) => stay,
      keysOf: ({ admittedAt, id }) => [admittedAt, id],
    });
  }

  /**
   * Every state of the stay, oldest first, with who changed it, when and why.
   *
   * @throws StayNotFoundError
   */
  async history(id: StayId): Promise<Page<StayHistoryEntry>> {
    const records = await this.audit.of({ kind: 'stay', id });
    if (records.length === 0) throw new StayNotFoundError(id);
    const items = records.map(({ at, by, text, state: stay }) => StayHistoryEntry.parse({ at, by, text, stay }));
    return { items, nextCursor: null };
  }

  /**
   * Part of a command: the open stays of those patients who have one. No other command ends or moves them until the
   * transaction ends.
   */
  async lockOpen(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, OpenStay>> {
    // Read once the stays are locked.
    const [open, beds] = await together([
      this.store.lockOpen(client, patientIds),
      this.placements.bedsOfOpen(client, patientIds),
    ]);
    return new Map(
      open.flatMap(({ id, patientId, pathway }) => {
        const wardId = beds.get(id)?.wardId;
        return wardId === undefined ? [] : [[patientId, { id, wardId, pathway }] as const];
      }),
    );
  }

  /**
   * Part of a command: the open stay that it is about, as the person saw it who sent the command.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   */
  async lock(command: Command, id: StayId): Promise<Stay> {
    const stay = await this.#lock(command, id);
    if (!isOpenStay(stay)) throw new StayAlreadyDischargedError(id);
    return stay;
  }

  /**
   * Part of a command: the stay that it is about and that has ended, as the person saw it who sent the command.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayStillOpenError
   */
  async lockEnded(command: Command, id: StayId): Promise<Stay> {
    const stay = await this.#lock(command, id);
    if (isOpenStay(stay)) throw new StayStillOpenError(id);
    return stay;
  }

  /** Part of a command: the stay from which each of those patients was discharged last; none of one who never was. */
  lastEnded(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, StayId>> {
    return this.store.lastEnded(client, patientIds);
  }

  async getMany(ids: readonly StayId[]): Promise<ReadonlyMap<StayId, Stay>> {
    return new Map((await this.#withBeds(await this.store.find(ids))).map((stay) => [stay.id, stay]));
  }

  /** The ward and the pathway of each stay, by the given connection. */
  async locate(client: PoolClient, stayIds: readonly StayId[]): Promise<ReadonlyMap<StayId, OpenStay>> {
    const [wards, records] = await together([this.wardsOf(stayIds, client), this.store.find(stayIds, client)]);
    return new Map(
      records.flatMap(({ id, pathway }) => {
        const wardId = wards.get(id);
        return wardId === undefined ? [] : [[id, { id, wardId, pathway }] as const];
      }),
    );
  }

  /** The ward that each stay is on, or was on when it ended. */
  async wardsOf(stayIds: readonly StayId[], client?: PoolClient): Promise<ReadonlyMap<StayId, WardId>> {
    const beds = await this.placements.bedsOf(stayIds, client);
    return new Map([...beds].map(([stayId, { wardId }]) => [stayId, wardId]));
  }

  /** Every ward that each stay was ever on, the newest last. */
  async everyWardOf(stayIds: readonly StayId[]): Promise<ReadonlyMap<StayId, readonly WardId[]>> {
    return this.placements.wardsOf(stayIds);
  }

  /** The stays that are open; with `asOf`, those that were open then, as they were then. */
  async openOf(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, Stay>> {
    const stays =
      asOf === undefined
        ? await this.#withBeds(await this.store.openOf(patientIds))
        : await this.audit.statesAt<Stay>('stay', asOf, patientIds);
    return new Map(stays.filter(isOpenStay).map((stay) => [stay.patientId, stay]));
  }

  /** The open stays of all wards. */
  async allOpen(): Promise<readonly Stay[]> {
    return this.#withBeds(await this.store.allOpen());
  }

  /** The stays that began or ended in a period, each with the ward that it is on or ended on. */
  async movesIn(period: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<readonly (Move & { readonly wardId: WardId | undefined })[]> {
    const moves = await this.store.movesIn(period);
    const wards = await this.wardsOf(moves.map(({ id }) => id));
    return moves.map((move) => ({ ...move, wardId: wards.get(move.id) }));
  }

  /** Which stay was on which ward in a part of the period; those of one stay follow each other. */
  async placementsIn(period: { readonly from: Instant; readonly until: Instant }): Promise<readonly Placement[]> {
    return this.placements.within(period.from, period.until);
  }

  /** The open stays on the ward; with `asOf`, those that were open and there then, as they were then. */
  async onWard(wardId: WardId, asOf?: Instant): Promise<readonly Stay[]> {
    if (asOf === undefined) {
      const ids = await this.idsOnWard(wardId, { openOnly: true });
      return [...(await this.getMany(ids)).values()].filter((stay) => isOpenOn(stay, wardId));
    }
    const stays = await this.openOf(await this.placements.patientsOn(wardId, asOf), asOf);
    return [...stays.values()].filter((stay) => isOpenOn(stay, wardId));
  }

  /** The stays that are on the ward, or were on it when they ended. */
  async idsOnWard(wardId: WardId, which: { readonly openOnly: boolean }): Promise<readonly StayId[]> {
    return this.placements.staysOn(wardId, which);
  }

  async #lock(command: Command, id: StayId): Promise<Stay> {
    const record = await this.store.lock(command.client, id);
    const [stay] = record === undefined ? [] : await this.#withBeds([record], command.client);
    if (stay === undefined) throw new StayNotFoundError(id);
    await command.expectRevision({ kind: 'stay', id }, stay);
    return stay;
  }

  async #withBeds(records: readonly StayRecord[], client?: PoolClient): Promise<readonly Stay[]> {
    const beds = await this.placements.bedsOf(
      records.map(({ id }) => id),
      client,
    );
    // A stay is written together with its first placement.
    return records.flatMap((record) => {
      const bed = beds.get(record.id);
      return bed === undefined ? [] : [{ ...record, ...bed }];
    });
  }
}

function isOpenOn(stay: Stay, wardId: WardId): boolean {
  return isOpenStay(stay) && stay.wardId === wardId;
}
