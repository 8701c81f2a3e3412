import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type BedFigures,
  instant,
  type Instant,
  type PatientId,
  type Person,
  type ReferralId,
  type Stay,
  type WardId,
} from '#libs/contracts';
import { may } from '#libs/identity';
import type { PoolClient } from 'pg';
import { AuditService } from '../../commands/audit/audit.service.ts';
import type { Command } from '../../commands/commands.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlacementsStore } from '../placements.store.ts';
import { StaysStore } from '../stays.store.ts';
import { noBeds, WardBedsStore } from '../ward-beds.store.ts';
import { type DescribedWard, WardsService } from '../wards/wards.service.ts';
import { type BedsToGive, bedsToGive, decideAllotment, isOffered } from './allotment.ts';
import { OverCapacityNotPermittedError, PathwayNotOfferedError, WardClosedError, WardFullError } from './bed-errors.ts';
import {
  bedFiguresOf,
  countStays,
  noStays,
  siteTimeZone,
  type StayCounts,
  type TodayAndTomorrow,
  todayAndTomorrow,
} from './bed-figures.ts';
import { type ReservationEnd, ReservationsStore } from './reservations.store.ts';
import { type WaitingEntry, WaitingListStore } from './waiting-list.store.ts';

/** A ward and its beds, which no other command gives out until the transaction ends. */
export interface LockedBeds extends BedsToGive {
  readonly ward: DescribedWard;
}

/** For whom a bed is asked. */
export interface AskedBed {
  /** Null where it does not matter: the patient was on the ward before. */
  readonly pathway: string | null;
  readonly referralId: ReferralId | null;
  /** Why the patient is to have a bed even where none is free. */
  readonly overCapacityReason: string | undefined;
}

/** Which figures: at a time, by default now; as known at a time, by default now; of these wards, by default of all. */
export interface FiguresQuery {
  readonly at?: string | undefined;
  readonly asOf?: string | undefined;
  readonly wardIds?: readonly WardId[] | undefined;
}

/**
 * Gives out the beds of wards, keeps some for referrals, and counts them. A command that gives out a bed locks its ward first, so
 * that of two who want the last one the second is refused; the database refuses what would slip through.
 */
@Injectable()
export class BedsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly audit: AuditService,
    private readonly placements: PlacementsStore,
    private readonly stays: StaysStore,
    private readonly wardBeds: WardBedsStore,
    private readonly reservations: ReservationsStore,
    private readonly waiting: WaitingListStore,
  ) {}

  /**
   * Part of a command: the beds of the wards, locked in order of id. No other command gives out beds of them until the
   * transaction ends, though one may free some.
   *
   * @throws WardNotFoundError
   */
  async lock(command: Command, wardIds: readonly WardId[]): Promise<ReadonlyMap<WardId, LockedBeds>> {
    const wards = await this.wards.lock(command, wardIds);
    // Statements of their own, so that they count what was committed while the one above was waiting.
    const counts = await this.#counts(command, wardIds);
    return new Map([...wards].map(([id, ward]) => [id, { ward, ...bedsToGive(counts(id)) }]));
  }

  /**
   * Part of a command that has locked the ward: decides whether a patient gets a bed, and ends the reservation and the wait of
   * the referral that is answered so.
   *
   * @returns why the bed is given beyond capacity; null where it is not.
   * @throws OverCapacityNotPermittedError
   * @throws PathwayNotOfferedError
   * @throws WardClosedError
   * @throws WardFullError
   */
  async allot(
    command: Command,
    beds: LockedBeds,
    { by, pathway, referralId, overCapacityReason }: AskedBed & { readonly by: Person },
  ): Promise<string | null> {
    const mayExceed = overCapacityReason !== undefined;
    if (mayExceed && !may(by.role, 'exceed-capacity'))
      throw new OverCapacityNotPermittedError({ permission: 'exceed-capacity', role: by.role });
    const { ward } = beds;
    const reservedOn = referralId === null ? undefined : await this.reservations.wardOf(command.client, referralId);
    const asked = { offered: ward.pathways, pathway, hasReservation: reservedOn === ward.id, mayExceed };
    const allotment = decideAllotment(beds, asked);
    if (allotment.decision === 'refuse')
      throw await this.#refusal(command.client, beds, { ...asked, referralId, ...allotment });
    if (referralId !== null) {
      await this.endReservation(command, referralId, 'admitted');
      await this.endWaiting(command, referralId);
    }
    return allotment.beyondCapacity ? (overCapacityReason ?? null) : null;
  }

  /**
   * Refuses a pathway that the ward does not care for.
   *
   * @throws PathwayNotOfferedError
   */
  assertOffered({ ward }: Pick<LockedBeds, 'ward'>, pathway: string): void {
    if (isOffered(ward.pathways, pathway)) return;
    throw new PathwayNotOfferedError(ward.id, { pathway, offered: ward.pathways ?? [] });
  }

  /**
   * Part of a command that has locked the ward: keeps a bed for a referral until it lapses. The one who reserves sees to that.
   *
   * @throws WardNotFoundError
   * @throws WardClosedError
   * @throws WardFullError
   */
  async reserve(
    command: Command,
    {
      wardId,
      referralId,
      patientId,
      until,
    }: {
      readonly wardId: WardId;
      readonly referralId: ReferralId;
      readonly patientId: PatientId;
      readonly until: Instant;
    },
  ): Promise<void> {
    const { client, at, by } = command;
    const counts = await this.#counts(command, [wardId]);
    const beds = bedsToGive(counts(wardId));
    if (beds.open <= 0) throw new WardClosedError(wardId, beds);
    if (beds.free <= 0) throw await this.#wardFull(client, wardId, beds, referralId);
    await this.reservations.add(client, { wardId, referralId, patientId, from: at, lapsesAt: until, by });
    command.changed({ kind: 'ward', wardId });
  }

  /** Part of a command that has locked the patient: the referral for which a bed is kept for them; null where none is. */
  async reservedReferral({ client }: Command, patientId: PatientId): Promise<ReferralId | null> {
    return (await this.reservations.referralOf(client, patientId)) ?? null;
  }

  /** Part of a command: gives the bed back that is kept for the referral. False where none is. */
  async endReservation(command: Command, referralId: ReferralId, why: ReservationEnd): Promise<boolean> {
    const wardId = await this.reservations.end(command.client, referralId, { why, at: command.at });
    if (wardId !== undefined) command.changed({ kind: 'ward', wardId });
    return wardId !== undefined;
  }

  /** Part of a command: the referral waits for a bed of the ward, and no longer for one of another. */
  async startWaiting(command: Command, entry: WaitingEntry & { readonly wardId: WardId }): Promise<void> {
    const { wardId, ...waiting } = entry;
    await this.waiting.start(command.client, wardId, { ...waiting, from: command.at });
    command.changed({ kind: 'ward', wardId });
  }

  /** Part of a command: the referral waits no more. False where it did not. */
  async endWaiting(command: Command, referralId: ReferralId): Promise<boolean> {
    const wardId = await this.waiting.end(command.client, referralId, command.at);
    if (wardId !== undefined) command.changed({ kind: 'ward', wardId });
    return wardId !== undefined;
  }

  /** Who waits for a bed of the ward: the most urgent first, then the one that was accepted first. */
  async waitingList(wardId: WardId, client?: PoolClient): Promise<readonly WaitingEntry[]> {
    return this.waiting.of(wardId, client);
  }

  /**
   * Every referral that waited for a bed at a time, of whatever ward.
   *
   * @param at null is now.
   */
  async waitingReferrals(at: Date | null): Promise<readonly ReferralId[]> {
    return this.waiting.referralsAt(at);
  }

  /**
   * The figures of wards. Past ones are as it was then; for one to come, the beds are those that are planned, and the
   * patients, reservations and waits those of now, without the reservations that will have lapsed. With `asOf`, everything is
   * as it was known then.
   *
   * @throws AsOfInFutureError
   */
  async figuresAt({ at, asOf, wardIds }: FiguresQuery = {}): Promise<ReadonlyMap<WardId, BedFigures>> {
    const now = this.clock.now();
    const knownAt = asOfInstant(asOf, now);
    const latest = knownAt === undefined ? now : new Date(knownAt);
    const when = at === undefined ? latest : new Date(at);
    const ids = wardIds ?? (await this.wards.all()).map(({ id }) => id);
    // Nothing of patients is known ahead: what was so last holds on.
    const isPresent = knownAt === undefined && when >= now;
    const then = isPresent ? null : when < latest ? when : latest;
    const days = todayAndTomorrow(when, siteTimeZone);
    const lapsingAfter = when > latest ? when : null;
    const [beds, stays, reserved, waiting] = await Promise.all([
      this.wardBeds.at(ids, { at: when, knownAt: knownAt ?? 'infinity' }),
      then === null ? this.stays.countsNow(ids, days) : this.#staysAt(ids, then, days),
      then === null
        ? this.reservations.countNow(ids, undefined, lapsingAfter)
        : this.reservations.countAt(ids, then, lapsingAfter),
      this.waiting.countAt(ids, then),
    ]);
    return new Map(
      ids.map((id) => [
        id,
        bedFiguresOf(
          {
            ...(beds.get(id) ?? noBeds),
            ...(stays.get(id) ?? noStays),
            reserved: reserved.get(id) ?? 0,
            waiting: waiting.get(id) ?? 0,
          },
          when,
        ),
      ]),
    );
  }

  /** Placements say which stays were where, the audit what those were like. */
  async #staysAt(
    wardIds: readonly WardId[],
    at: Date,
    days: TodayAndTomorrow,
  ): Promise<ReadonlyMap<WardId, StayCounts>> {
    const placed = await this.placements.at(wardIds, at);
    const patientIds = [...new Set(placed.map(({ patientId }) => patientId))];
    const states = await this.audit.statesAt<Stay>('stay', instant(at), patientIds);
    return countStays(placed, new Map(states.map((stay) => [stay.id, stay])), days);
  }

  async #counts(
    { client, at }: Command,
    wardIds: readonly WardId[],
  ): Promise<(wardId: WardId) => Pick<BedsToGive, 'beds' | 'closed' | 'occupied' | 'reserved'>> {
    const beds = await this.wardBeds.at(wardIds, { at, knownAt: 'infinity' }, client);
    const occupied = await this.placements.occupiedBeds(wardIds, client);
    const reserved = await this.reservations.countNow(wardIds, client);
    return (id) => {
      const { beds: all, closed } = beds.get(id) ?? noBeds;
      return { beds: all, closed, occupied: occupied.get(id) ?? 0, reserved: reserved.get(id) ?? 0 };
    };
  }

  async #refusal(
    client: PoolClient,
    beds: LockedBeds,
    {
      because,
      pathway,
      referralId,
    }: {
      readonly because: 'pathway-not-offered' | 'ward-closed' | 'ward-full';
      readonly pathway: string | null;
      readonly referralId: ReferralId | null;
    },
  ): Promise<PathwayNotOfferedError | WardClosedError | WardFullError> {
    const { ward } = beds;
    switch (because) {
      case 'pathway-not-offered':
        return new PathwayNotOfferedError(ward.id, { pathway: pathway ?? '', offered: ward.pathways ?? [] });
      case 'ward-closed':
        return new WardClosedError(ward.id, beds);
      case 'ward-full':
        return this.#wardFull(client, ward.id, beds, referralId);
    }
  }

  // eslint-disable-next-line homeward/arguments-have-names
  async #wardFull(
    client: PoolClient,
    wardId: WardId,
    { beds, open, occupied, reserved }: BedsToGive,
    referralId: ReferralId | null,
  ): Promise<WardFullError> {
    const entries = referralId === null ? [] : await this.waiting.of(wardId, client);
    const index = entries.findIndex((entry) => entry.referralId === referralId);
    const waitingPosition = index === -1 ? null : index + 1;
    return new WardFullError(wardId, { beds, open, occupied, reserved, waitingPosition });
  }
}
