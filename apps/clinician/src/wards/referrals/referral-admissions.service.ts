import { Injectable } from '@nestjs/common';
import type { ReferralId, Stay } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { type StayChange, StaysService } from '../stays/stays.service.ts';
import { ReferralNotFoundError, ReferralOfAnotherPatientError } from './referral-errors.ts';
import type { ReferralRecord } from './referral-record.ts';
import { ReferralWriterService } from './referral-writer.service.ts';
import { ReferralsStore } from './referrals.store.ts';

/**
 * Follows stays, within their own transactions: an admission from a referral ends the referral as admitted, and one that is
 * cancelled gives it back to the waiting list, where it was before.
 */
@Injectable()
export class ReferralAdmissionsService {
  constructor(
    stays: StaysService,
    private readonly store: ReferralsStore,
    private readonly writer: ReferralWriterService,
  ) {
    stays.locking.add(async ({ client }, { referralId }) => {
      if (referralId !== null) await this.store.lock(client, referralId);
    });
    stays.changed.add((command, change) => this.#follow(command, change));
  }

  async #follow(command: Command, { before, after, change }: StayChange): Promise<void> {
    if (after.referralId === null) return;
    if (change === 'admitted') await this.#admit(command, after, after.referralId);
    // A discharge that is undone leaves the referral as it was: admitted.
    if (change === 'reinstated' && before?.state === 'cancelled') await this.#admit(command, after, after.referralId);
    if (change === 'cancelled') await this.#giveBack(command, after, after.referralId);
  }

  /**
   * @throws ReferralNotFoundError
   * @throws ReferralOfAnotherPatientError
   * @throws ReferralStateError
   */
  async #admit(command: Command, { id: stayId, patientId }: Stay, referralId: ReferralId): Promise<void> {
    const before = await this.#lock(command, referralId);
    if (before.patientId !== patientId) throw new ReferralOfAnotherPatientError(referralId, patientId);
    await this.writer.change(command, before, { kind: 'admit', stayId });
  }

  async #giveBack(command: Command, stay: Stay, referralId: ReferralId): Promise<void> {
    const before = await this.#lock(command, referralId);
    if (before.stayId !== stay.id) return;
    const reason = stay.cancelled?.reason ?? 'no reason given';
    await this.writer.change(command, before, { kind: 'return', reason });
  }

  async #lock({ client }: Command, id: ReferralId): Promise<ReferralRecord> {
    const referral = await this.store.lock(client, id);
    if (referral === undefined) throw new ReferralNotFoundError(id);
    return referral;
  }
}
