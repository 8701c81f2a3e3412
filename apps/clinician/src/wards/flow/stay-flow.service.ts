import { Injectable } from '@nestjs/common';
import { instant, type Stay } from '#libs/contracts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { StayFlowStore } from './stay-flow.store.ts';
import type { EndedStays, PresentStays, StayMoves, WaitingOfPathway } from './stay-flow.ts';

/** Says who has a bed at a time and who came and went before it, for figures: counts follow from it, not charts. */
@Injectable()
export class StayFlowService {
  constructor(
    private readonly store: StayFlowStore,
    private readonly audit: AuditService,
  ) {}

  /**
   * The stays that have a bed; at an earlier time, those that had one then, and were on leave then.
   *
   * @param isPast whether `at` is earlier than now.
   */
  async present(at: Date, { isPast }: { readonly isPast: boolean }): Promise<readonly PresentStays[]> {
    const present = await this.store.present(at, { isPast });
    if (!isPast) return present;
    const patientIds = [...new Set(present.flatMap((stays) => stays.patientIds))];
    const states = await this.audit.statesAt<Stay>('stay', instant(at), patientIds);
    const away = states.filter(({ state }) => state === 'on-leave');
    return present.map((stays) => ({
      ...stays,
      onLeave: away.filter(({ wardId, pathway }) => wardId === stays.wardId && pathway === stays.pathway).length,
    }));
  }

  /**
   * How many accepted referrals wait for a bed, by pathway.
   *
   * @param at null is now.
   */
  async waiting(at: Date | null): Promise<readonly WaitingOfPathway[]> {
    return this.store.waiting(at);
  }

  /** Admissions and discharges of the day before, and the stays that ended in the 28 days before. */
  async moves(at: Date): Promise<readonly StayMoves[]> {
    return this.store.moves(at);
  }

  /** The stays that ended in a period: `from` is in it, `until` is not. */
  async ended(from: Date, until: Date): Promise<readonly EndedStays[]> {
    return this.store.ended(from, until);
  }
}
