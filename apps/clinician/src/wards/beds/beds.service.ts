import { Injectable } from '@nestjs/common';
import type { Instant, PatientId, ReferralId, ReferralUrgency, Ward, WardId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { WardsService } from '../wards/wards.service.ts';

/** STAND-IN for the seam of the helper bed-core; its file takes the place of this one. */
export interface LockedBeds {
  readonly ward: Ward;
  readonly beds: number;
  readonly closed: number;
  readonly open: number;
  readonly occupied: number;
  readonly reserved: number;
  readonly free: number;
}

@Injectable()
export class BedsService {
  constructor(private readonly wards: WardsService) {}

  async lock(command: Command, wardIds: readonly WardId[]): Promise<ReadonlyMap<WardId, LockedBeds>> {
    const found = new Map<WardId, LockedBeds>();
    for (const id of [...wardIds].toSorted()) {
      const ward = await this.wards.lock(command, id);
      const { rows } = await command.client.query<{ reserved: number }>(
        `select count(*)::int as reserved from referral where ward_id = $1 and state = 'reserved'`,
        [id],
      );
      const reserved = rows.at(0)?.reserved ?? 0;
      const { beds, patients: occupied } = ward;
      const free = Math.max(0, beds - occupied - reserved);
      found.set(id, { ward, beds, closed: 0, open: beds, occupied, reserved, free });
    }
    return found;
  }

  async reserve(
    _command: Command,
    _bed: {
      readonly wardId: WardId;
      readonly referralId: ReferralId;
      readonly patientId: PatientId;
      readonly until: Instant;
    },
  ): Promise<void> {}

  async endReservation(
    _command: Command,
    _referralId: ReferralId,
    _why: 'admitted' | 'lapsed' | 'released' | 'withdrawn' | 'moved',
  ): Promise<boolean> {
    return true;
  }

  async startWaiting(
    _command: Command,
    _entry: {
      readonly wardId: WardId;
      readonly referralId: ReferralId;
      readonly urgency: ReferralUrgency;
      readonly acceptedAt: Instant;
    },
  ): Promise<void> {}

  async endWaiting(_command: Command, _referralId: ReferralId): Promise<void> {}
}
