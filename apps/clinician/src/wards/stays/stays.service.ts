import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  decodeCursor,
  type Discharge,
  instant,
  type Instant,
  type NewStay,
  type Page,
  pageFromRows,
  type PatientId,
  PatientNotFoundError,
  type Stay,
  StayHistoryEntry,
  StayId,
  type StayQuery,
  type TransferStay,
  type WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { type Placement, PlacementsStore } from '../placements.store.ts';
import { WardsService } from '../wards/wards.service.ts';
import type { OpenStay } from './open-stay.ts';
import {
  AlreadyOnWardError,
  PatientAlreadyAdmittedError,
  StayAlreadyDischargedError,
  StayNotFoundError,
  WardFullError,
} from './stay-errors.ts';
import { type Move, type StayRecord, StaysStore } from './stays.store.ts';

const cursorKeys = z.tuple([z.iso.datetime(), z.uuid()]);

/** What happened to a stay, for those who react to it. */
export interface StayChange {
  readonly before: Stay | undefined;
  readonly after: Stay;
  readonly change: 'admitted' | 'transferred' | 'discharged';
}

/**
 * Admits, transfers and discharges. Each is one transaction with everything that follows from it: the placement, the
 * monitoring plan, the alerts and tasks that a discharge closes, the live change. A ward never has more patients than beds, a
 * patient never two open stays, and after a discharge no alert is raised for that stay.
 */
@Injectable()
export class StaysService {
  /** Runs within the transaction of every change, before the stay itself is put into the live stream. */
  readonly changed = new Hook<StayChange>();

  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly store: StaysStore,
    private readonly placements: PlacementsStore,
    private readonly wards: WardsService,
    private readonly patients: PatientsService,
    private readonly plans: PlansService,
  ) {}

  /**
   * Gives the patient a bed on the ward.
   *
   * @throws PatientNotFoundError
   * @throws WardNotFoundError
   * @throws PatientAlreadyAdmittedError
   * @throws WardFullError
   */
  async admit({ patientId, wardId, pathway, entry }: NewStay, context: CommandContext): Promise<Stay> {
    const by = { id: context.by.id, name: context.by.name };
    return this.commands.execute('admit', context, async (command) => {
      if ((await this.patients.lock(command.client, patientId)) === undefined)
        throw new PatientNotFoundError(patientId);
      const ward = await this.wards.lock(command, wardId);
      const [open] = await this.store.lockOpen(command.client, [patientId]);
      // That the patient is elsewhere comes first: it would not help to wait for a bed.
      if (open !== undefined) throw new PatientAlreadyAdmittedError(patientId, open.id);
      if (ward.patients >= ward.beds) throw new WardFullError(wardId, ward.beds);
      const after: Stay = {
        id: StayId.parse(randomUUID()),
        patientId,
        wardId,
        pathway,
        entry: entry ?? null,
        state: 'admitted',
        admittedAt: instant(command.at),
        admittedBy: by,
        dischargedAt: null,
        dischargedBy: null,
        dischargeReason: null,
        dischargeDestination: null,
        responsible: null,
        revision: 1,
      };
      const placing = (): Promise<void> =>
        this.placements.open(command.client, {
          stayId: after.id,
          patientId,
          wardId,
          from: command.at,
          by,
          reason: null,
        });
      return this.#save(
        command,
        { before: undefined, after, change: 'admitted' },
        { placing, text: `Admitted to ${ward.name}.` },
      );
    });
  }

  /**
   * Gives the patient a bed on another ward; everything that belongs to the stay goes with it.
   *
   * @throws StayNotFoundError
   * @throws WardNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws AlreadyOnWardError
   * @throws WardFullError
   */
  async transfer(id: StayId, { wardId, reason }: TransferStay, context: CommandContext): Promise<Stay> {
    const by = { id: context.by.id, name: context.by.name };
    return this.commands.execute('transfer', context, async (command) => {
      const { client } = command;
      const { patientId } = await this.#lockPatientOf(command, id);
      const ward = await this.wards.lock(command, wardId);
      const before = await this.lock(command, id);
      if (before.wardId === wardId) throw new AlreadyOnWardError(id, wardId);
      if (ward.patients >= ward.beds) throw new WardFullError(wardId, ward.beds);
      const after: Stay = { ...before, wardId, revision: before.revision + 1 };
      const placing = async (): Promise<void> => {
        await this.placements.close(client, id, command.at);
        await this.placements.open(client, { stayId: id, patientId, wardId, from: command.at, by, reason });
      };
      const text = `Transferred to ${ward.name}: ${reason}`;
      return this.#save(command, { before, after, change: 'transferred' }, { placing, text });
    });
  }

  /**
   * Ends the stay; its open alerts are resolved as `discharged`, its open tasks cancelled, and its pauses over.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   */
  async discharge(id: StayId, { reason, destination }: Discharge, context: CommandContext): Promise<Stay> {
    const by = { id: context.by.id, name: context.by.name };
    return this.commands.execute('discharge', context, async (command) => {
      await this.#lockPatientOf(command, id);
      const before = await this.lock(command, id);
      const after: Stay = {
        ...before,
        state: 'discharged',
        dischargedAt: instant(command.at),
        dischargedBy: by,
        dischargeReason: reason ?? null,
        dischargeDestination: destination ?? null,
        responsible: null,
        revision: before.revision + 1,
      };
      const placing = (): Promise<void> => this.placements.close(command.client, id, command.at);
      const text = reason === undefined ? 'Discharged.' : `Discharged: ${reason}`;
      return this.#save(command, { before, after, change: 'discharged' }, { placing, text });
    });
  }

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
    if (stay.state === 'discharged') throw new StayAlreadyDischargedError(id);
    return stay;
  }

  /** @throws InvalidCursorError */
  async list({ wardId, ...query }: StayQuery): Promise<Page<Stay>> {
    const ids = wardId && (await this.idsOnWard(wardId, { openOnly: query.state === 'admitted' }));
    const records = await this.store.list({ ...query, ids }, decodeCursor(query.cursor, cursorKeys));
    return pageFromRows(await this.#withWards(records), {
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
    const open = await this.store.lockOpen(client, patientIds);
    const wards = await this.wardsOf(
      open.map(({ id }) => id),
      client,
    );
    return new Map(
      open.flatMap(({ id, patientId, pathway }) => {
        const wardId = wards.get(id);
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
    const record = await this.store.lock(command.client, id);
    const wardId = (await this.wardsOf([id], command.client)).get(id);
    if (record === undefined || wardId === undefined) throw new StayNotFoundError(id);
    const stay = { ...record, wardId };
    await command.expectRevision({ kind: 'stay', id }, stay);
    if (stay.state === 'discharged') throw new StayAlreadyDischargedError(id);
    return stay;
  }

  async getMany(ids: readonly StayId[]): Promise<ReadonlyMap<StayId, Stay>> {
    return new Map((await this.#withWards(await this.store.find(ids))).map((stay) => [stay.id, stay]));
  }

  /** The ward and the pathway of each stay, by the given connection. */
  async locate(client: PoolClient, stayIds: readonly StayId[]): Promise<ReadonlyMap<StayId, OpenStay>> {
    const wards = await this.wardsOf(stayIds, client);
    const records = await this.store.find(stayIds, client);
    return new Map(
      records.flatMap(({ id, pathway }) => {
        const wardId = wards.get(id);
        return wardId === undefined ? [] : [[id, { id, wardId, pathway }] as const];
      }),
    );
  }

  /** The ward that each stay is on, or was on when it ended. */
  async wardsOf(stayIds: readonly StayId[], client?: PoolClient): Promise<ReadonlyMap<StayId, WardId>> {
    const wards = await this.placements.wardsOf(stayIds, client);
    return new Map([...wards].flatMap(([stayId, ids]) => ids.slice(-1).map((wardId) => [stayId, wardId] as const)));
  }

  /** Every ward that each stay was ever on, the newest last. */
  async everyWardOf(stayIds: readonly StayId[]): Promise<ReadonlyMap<StayId, readonly WardId[]>> {
    return this.placements.wardsOf(stayIds);
  }

  /** The stays that are open; with `asOf`, those that were open then, as they were then. */
  async openOf(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, Stay>> {
    const stays =
      asOf === undefined
        ? await this.#withWards(await this.store.openOf(patientIds))
        : await this.audit.statesAt<Stay>('stay', asOf, patientIds);
    return new Map(stays.filter(({ state }) => state === 'admitted').map((stay) => [stay.patientId, stay]));
  }

  /** The open stays of all wards. */
  async allOpen(): Promise<readonly Stay[]> {
    return this.#withWards(await this.store.allOpen());
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

  /** The patient comes before ward and stay in the order in which rows are locked. */
  async #lockPatientOf({ client }: Command, id: StayId): Promise<StayRecord> {
    const [stay] = await this.store.find([id], client);
    if (stay === undefined) throw new StayNotFoundError(id);
    await this.patients.lock(client, stay.patientId);
    return stay;
  }

  async #save(
    command: Command,
    stayChange: StayChange,
    { placing, text }: { readonly placing: () => Promise<void>; readonly text: string },
  ): Promise<Stay> {
    const { after } = stayChange;
    const { id, patientId, wardId, pathway, admittedAt, revision } = after;
    await this.store.save(command.client, after);
    await placing();
    await this.patients.setHasOpenStay(command.client, patientId, after.state === 'admitted');
    await command.audit({ subject: { kind: 'stay', id }, patientId, revision, text, facts: { wardId }, state: after });
    const stay = after.state === 'admitted' ? { stayId: id, wardId, pathway, admittedAt } : null;
    await this.plans.followStay(command, patientId, stay);
    await this.changed.run(command, stayChange);
    command.changed({ kind: 'stay', stayId: id });
    return after;
  }

  async #withWards(records: readonly StayRecord[]): Promise<readonly Stay[]> {
    const wards = await this.wardsOf(records.map(({ id }) => id));
    // A stay is written together with its first placement.
    return records.flatMap((record) => {
      const wardId = wards.get(record.id);
      return wardId === undefined ? [] : [{ ...record, wardId }];
    });
  }
}

function isOpenOn(stay: Stay, wardId: WardId): boolean {
  return stay.state === 'admitted' && stay.wardId === wardId;
}
