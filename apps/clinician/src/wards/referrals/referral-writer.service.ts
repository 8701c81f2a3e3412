import { Injectable } from '@nestjs/common';
import { instant, PatientNotFoundError, type ReferralId, type WardId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { BedsService } from '../beds/beds.service.ts';
import { applyReferralChange, type ReferralChange } from './referral-change.ts';
import { ReferralNotFoundError } from './referral-errors.ts';
import type { ReferralRecord } from './referral-record.ts';
import { ReferralsStore } from './referrals.store.ts';

/** The timer that ends a reservation; its subject is the referral. */
export const reservationLapse = 'reservation-lapse';

/** Why a reservation ends with each step that can end one. */
const endOfReservation = { admit: 'admitted', lapse: 'lapsed', release: 'released', withdraw: 'withdrawn' } as const;

/**
 * Part of every command on a referral: takes the locks in their order, and writes a step with all that follows from it — the
 * reservation and its timer, the position on the waiting list, the audit, the live change.
 */
@Injectable()
export class ReferralWriterService {
  constructor(
    private readonly store: ReferralsStore,
    private readonly patients: PatientsService,
    private readonly beds: BedsService,
  ) {}

  /**
   * The referral as the person saw it who sent the command. Its patient is locked before it: no other command changes any
   * referral of the patient until the transaction ends.
   *
   * @throws ReferralNotFoundError
   * @throws ChangedMeanwhileError
   */
  async lock(command: Command, id: ReferralId): Promise<ReferralRecord> {
    const [found] = await this.store.find([id], command.client);
    if (found === undefined) throw new ReferralNotFoundError(id);
    if ((await this.patients.lock(command.client, found.patientId)) === undefined)
      throw new PatientNotFoundError(found.patientId);
    const referral = await this.store.lock(command.client, id);
    if (referral === undefined) throw new ReferralNotFoundError(id);
    await command.expectRevision({ kind: 'referral', id }, referral);
    return referral;
  }

  /**
   * Takes a step of a referral that is locked, and so is the ward that it leaves or comes to.
   *
   * @throws ReferralStateError
   * @throws WardFullError
   */
  async change(command: Command, before: ReferralRecord, change: ReferralChange): Promise<ReferralRecord> {
    const by = { id: command.by.id, name: command.by.name };
    const { after, text } = applyReferralChange(before, change, { by, at: instant(command.at) });
    await this.#endReservation(command, before.id, change.kind);
    await this.#write(command, { before, after, text });
    await this.#followBeds(command, after);
    return after;
  }

  /** Writes a referral that has just been received. */
  async add(command: Command, referral: ReferralRecord): Promise<void> {
    const { pathway, source, urgency, reason } = referral;
    const text = `Referred to ${pathway} by ${source}, ${urgency}: ${reason}`;
    await this.#write(command, { before: undefined, after: referral, text });
  }

  async #write(
    command: Command,
    {
      before,
      after,
      text,
    }: { readonly before: ReferralRecord | undefined; readonly after: ReferralRecord; text: string },
  ): Promise<void> {
    const { id, patientId, revision, wardId, state } = after;
    await this.store.save(command.client, after);
    const subject = { kind: 'referral', id } as const;
    command.audit({ subject, patientId, revision, text, facts: { wardId, state }, state: after });
    const wardIds = [before?.wardId, wardId].filter((ward): ward is WardId => ward !== null && ward !== undefined);
    command.changed({ kind: 'referral', referralId: id, wardIds: [...new Set(wardIds)] });
  }

  async #endReservation(command: Command, id: ReferralId, kind: ReferralChange['kind']): Promise<void> {
    if (isEndOfReservation(kind)) await this.beds.endReservation(command, id, endOfReservation[kind]);
  }

  /** The beds as the referral has it now. That a ward is full is said while the referral still has its position there. */
  async #followBeds(command: Command, after: ReferralRecord): Promise<void> {
    const { id, patientId, wardId, urgency, acceptedAt, reservedUntil, revision } = after;
    if (after.state === 'waiting' && wardId !== null && acceptedAt !== null) {
      await this.beds.startWaiting(command, { wardId, referralId: id, urgency, acceptedAt });
      return;
    }
    if (after.state === 'reserved' && wardId !== null && reservedUntil !== null) {
      await this.beds.reserve(command, { wardId, referralId: id, patientId, until: reservedUntil });
      command.schedule({ kind: reservationLapse, subject: id, revision, dueAt: new Date(reservedUntil) });
    }
    await this.beds.endWaiting(command, id);
  }
}

const isEndOfReservation = (kind: ReferralChange['kind']): kind is keyof typeof endOfReservation =>
  Object.hasOwn(endOfReservation, kind);
