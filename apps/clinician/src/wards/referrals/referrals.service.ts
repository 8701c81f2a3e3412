import { Inject, Injectable } from '@nestjs/common';
import { unmetCriteria } from '#libs/clinical';
import {
  type AcceptReferral,
  instant,
  type Instant,
  type NewReferral,
  PatientNotFoundError,
  type Referral,
  ReferralId,
  type ReferralReason,
  type ReserveReferral,
  type TriageReferral,
  type WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { SETTINGS } from '../../parts.module.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { BedsService, type LockedBeds } from '../beds/beds.service.ts';
import { PlacementsStore } from '../placements.store.ts';
import { PatientAlreadyAdmittedError } from '../stays/stay-errors.ts';
import { WardNotFoundError } from '../wards/ward-errors.ts';
import { WardsService } from '../wards/wards.service.ts';
import { decideBed } from './bed-decision.ts';
import { PathwayCriteriaService } from './pathway-criteria.service.ts';
import { assertStep, type ReferralChange } from './referral-change.ts';
import {
  AnotherReferralAcceptedError,
  ConsentRefusedError,
  CriteriaNotMetError,
  ReferralWithoutWardError,
  WaitingListOrderError,
} from './referral-errors.ts';
import { receivedReferral, type ReferralRecord, waitingOrderOf } from './referral-record.ts';
import { ReferralViewsService } from './referral-views.service.ts';
import { ReferralWriterService } from './referral-writer.service.ts';
import { ReferralsStore } from './referrals.store.ts';

/**
 * Receives referrals, and takes them through triage to a bed or to an end. Each step is one transaction with its reservation
 * or its position on the waiting list. Rows are locked in the order patient, referral, ward. A bed is reserved at once for one
 * who has the best claim to it, and given to no other without a reason.
 */
@Injectable()
export class ReferralsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(SETTINGS) private readonly settings: ClinicianSettings,
    private readonly commands: CommandsService,
    private readonly store: ReferralsStore,
    private readonly writer: ReferralWriterService,
    private readonly views: ReferralViewsService,
    private readonly criteria: PathwayCriteriaService,
    private readonly patients: PatientsService,
    private readonly wards: WardsService,
    private readonly beds: BedsService,
    private readonly placements: PlacementsStore,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws WardNotFoundError
   * @throws UnknownPathwayError
   * @throws UnknownCriterionError
   */
  async refer(referral: NewReferral, context: CommandContext): Promise<Referral> {
    const record = await this.commands.execute('refer', context, (command) => this.referWithin(command, referral));
    return this.views.shown(record);
  }

  /** Part of a command: as `refer`. */
  async referWithin(command: Command, referral: NewReferral): Promise<ReferralRecord> {
    this.criteria.assertKnown(referral.pathway, referral.criteria);
    if ((await this.patients.lock(command.client, referral.patientId)) === undefined)
      throw new PatientNotFoundError(referral.patientId);
    await this.#assertWard(command, referral.wardId);
    const by = { id: command.by.id, name: command.by.name };
    const record = receivedReferral(ReferralId.parse(randomUUID()), referral, { by, at: instant(command.at) });
    await this.writer.add(command, record);
    return record;
  }

  /**
   * What was found of it; also while it waits, when the urgency moves it on the waiting list. Another pathway has to be
   * accepted anew.
   *
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   * @throws ReferralStateError
   * @throws WardNotFoundError
   * @throws UnknownPathwayError
   * @throws UnknownCriterionError
   */
  async triage(id: ReferralId, found: TriageReferral, context: CommandContext): Promise<Referral> {
    return this.#step({ name: 'triage-referral', id, context }, async (command, before) => {
      assertStep(before, 'triage');
      this.criteria.assertKnown(found.pathway ?? before.pathway, found.criteria);
      if (before.state === 'waiting') await this.#lockWards(command, [before.wardId, found.wardId]);
      else await this.#assertWard(command, found.wardId);
      return { kind: 'triage', found };
    });
  }

  /**
   * Reserves a bed where the ward has one that no other has a better claim to; otherwise the referral waits, and says why.
   *
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   * @throws ReferralStateError
   * @throws ReferralWithoutWardError
   * @throws ConsentRefusedError
   * @throws CriteriaNotMetError
   * @throws AnotherReferralAcceptedError
   * @throws PatientAlreadyAdmittedError
   * @throws WardNotFoundError
   * @throws PathwayNotOfferedError
   */
  async accept(id: ReferralId, { wardId: asked, reason }: AcceptReferral, context: CommandContext): Promise<Referral> {
    return this.#step({ name: 'accept-referral', id, context }, async (command, before) => {
      assertStep(before, 'accept');
      const wardId = asked ?? before.wardId;
      if (wardId === null) throw new ReferralWithoutWardError(id);
      if (before.consent === false) throw new ConsentRefusedError(id);
      const despite = acceptedDespite(before, reason);
      const openStay = await this.placements.openStayOf(command.client, before.patientId);
      if (openStay !== undefined) throw new PatientAlreadyAdmittedError(before.patientId, openStay);
      const other = await this.store.otherAccepted(command.client, before.patientId, id);
      if (other !== undefined) throw new AnotherReferralAcceptedError(id, other);
      const locked = await this.#lockWard(command, wardId);
      this.beds.assertOffered(locked, before.pathway);
      const { ward, open, free } = locked;
      const order = waitingOrderOf(before.urgency, instant(command.at));
      const ahead = await this.store.countAhead(command.client, wardId, { ...order, id });
      const bed = decideBed({ wardName: ward.name, open, free, ahead }, this.#untilOf(command));
      return { kind: 'accept', wardId, wardName: ward.name, bed, despite };
    });
  }

  /**
   * Reserves a bed that has become free for a referral that waits; before others with a better claim only with a reason.
   *
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   * @throws ReferralStateError
   * @throws ConsentRefusedError
   * @throws WaitingListOrderError
   * @throws WardFullError
   * @throws WardClosedError
   */
  async reserve(id: ReferralId, { reason }: ReserveReferral, context: CommandContext): Promise<Referral> {
    return this.#step({ name: 'reserve-bed', id, context }, async (command, before) => {
      assertStep(before, 'reserve');
      const { wardId, urgency, acceptedAt } = before;
      // One that waits was accepted for a ward.
      if (wardId === null || acceptedAt === null) throw new ReferralWithoutWardError(id);
      if (before.consent === false) throw new ConsentRefusedError(id);
      const { ward, free } = await this.#lockWard(command, wardId);
      const order = waitingOrderOf(urgency, acceptedAt);
      const ahead = await this.store.countAhead(command.client, wardId, { ...order, id });
      // A ward without a free bed refuses by itself, with its figures.
      const passes = free > 0 && free <= ahead;
      if (passes && reason === undefined) throw new WaitingListOrderError(id, { free, ahead });
      const why = passes ? (reason ?? null) : null;
      return { kind: 'reserve', until: this.#untilOf(command), wardName: ward.name, reason: why };
    });
  }

  /**
   * Gives the reserved bed back; the referral waits again where it was before.
   *
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   * @throws ReferralStateError
   */
  async release(id: ReferralId, { reason }: ReferralReason, context: CommandContext): Promise<Referral> {
    return this.#leave({ name: 'release-bed', id, context }, { kind: 'release', reason });
  }

  /**
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   * @throws ReferralStateError
   */
  async decline(id: ReferralId, { reason }: ReferralReason, context: CommandContext): Promise<Referral> {
    return this.#leave({ name: 'decline-referral', id, context }, { kind: 'decline', reason });
  }

  /**
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   * @throws ReferralStateError
   */
  async withdraw(id: ReferralId, { reason }: ReferralReason, context: CommandContext): Promise<Referral> {
    return this.#leave({ name: 'withdraw-referral', id, context }, { kind: 'withdraw', reason });
  }

  /** A step that gives a bed or a position back, if it had any. */
  async #leave(step: Step, change: ReferralChange): Promise<Referral> {
    return this.#step(step, async (command, before) => {
      assertStep(before, change.kind);
      if (before.state === 'reserved' || before.state === 'waiting') await this.#lockWards(command, [before.wardId]);
      return change;
    });
  }

  async #step(
    { name, id, context }: Step,
    decide: (command: Command, before: ReferralRecord) => Promise<ReferralChange>,
  ): Promise<Referral> {
    const record = await this.commands.execute(name, context, async (command) => {
      const before = await this.writer.lock(command, id);
      return this.writer.change(command, before, await decide(command, before));
    });
    return this.views.shown(record);
  }

  async #lockWard(command: Command, wardId: WardId): Promise<LockedBeds> {
    const locked = (await this.beds.lock(command, [wardId])).get(wardId);
    if (locked === undefined) throw new WardNotFoundError(wardId);
    return locked;
  }

  async #lockWards(command: Command, wardIds: readonly (WardId | null | undefined)[]): Promise<void> {
    const named = wardIds.filter((id): id is WardId => id !== null && id !== undefined);
    await this.beds.lock(command, [...new Set(named)]);
  }

  async #assertWard({ client }: Command, wardId: WardId | undefined): Promise<void> {
    if (wardId !== undefined && !(await this.wards.notifying(client, [wardId])).has(wardId))
      throw new WardNotFoundError(wardId);
  }

  #untilOf({ at }: Command): Instant {
    return instant(at.getTime() + this.settings.RESERVATION_MINUTES * 60_000);
  }
}

interface Step {
  /** Of the command. */
  readonly name: string;
  readonly id: ReferralId;
  readonly context: CommandContext;
}

/** Which criteria are not met, and why the referral is accepted all the same; null where all are met. */
function acceptedDespite(
  { id, pathway, criteria }: ReferralRecord,
  reason: string | undefined,
): ReferralRecord['acceptedDespite'] {
  const unmet = unmetCriteria(pathway, criteria).map((criterion) => criterion.id);
  if (unmet.length === 0) return null;
  if (reason === undefined) throw new CriteriaNotMetError(id, unmet);
  return { criteria: unmet, reason };
}
