import { Injectable } from '@nestjs/common';
import { addDays, snapshotInstant } from '#libs/capacity';
import { instant, type StayId, type WardId } from '#libs/contracts';
import type { WardHistory } from '#libs/forecast';
import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { ShortCache } from './short-cache.ts';
import { observedStays, type PlacedStay, type StayKnowledge } from './observed-stays.ts';
import { dayOf, SnapshotDays } from './snapshot-days.ts';

/** How far back a forecast looks: every season once. */
const historyDays = 365;
/** So many stays are read at once, which takes some ten milliseconds. */
const staysAtOnce = 1000;

/** The members of an audited stay that count here. */
const AuditedStay = z.object({
  pathway: z.string(),
  state: z.string(),
  expectedDischargeDate: z.string().nullable().optional(),
});

interface StaysOfPeriod {
  readonly placed: readonly PlacedStay[];
  readonly knowledge: ReadonlyMap<StayId, readonly StayKnowledge[]>;
}

/**
 * The stays of the past year as forecasts see them, from their placements and from what the audit says was known of each
 * when. What had ended by the last 08:00 is kept for a while: a correction of it counts a few minutes later.
 */
@Injectable()
export class StaysOfTheYearService {
  readonly #ended = new ShortCache<string, StaysOfPeriod>();

  constructor(
    private readonly stays: StaysService,
    private readonly audit: AuditService,
  ) {}

  /**
   * What is known now, since the first patient or for a year.
   *
   * @param of a ward, or null for all wards as if they were one; `date` of the last 08:00.
   */
  async known(of: { readonly wardId: WardId | null; readonly date: string; readonly now: Date }): Promise<WardHistory> {
    const { wardId, date, now } = of;
    const ended = await this.#ended.get(date, now, () => this.#endedBy(date));
    // Those that ended at this very instant are of the period after it.
    const until = new Date(now.getTime() + 1);
    const since = await this.#read({ from: snapshotInstant(date), until });
    const isWanted = (placed: PlacedStay): boolean => wardId === null || placed.wardId === wardId;
    const stays = observedStays(
      [...ended.placed, ...since.placed].filter(isWanted),
      new Map([...ended.knowledge, ...since.knowledge]),
      new SnapshotDays(addDays(date, -historyDays), addDays(date, 1)),
    );
    const day = dayOf(date);
    const first = stays.reduce((earliest, { from }) => Math.min(earliest, from), day);
    return { since: Math.max(first, day - historyDays), stays };
  }

  async #endedBy(date: string): Promise<StaysOfPeriod> {
    const until = snapshotInstant(date);
    const all = await this.#read({ from: snapshotInstant(addDays(date, -historyDays)), until });
    const hasEnded = (placed: PlacedStay): boolean => placed.until !== null && placed.until <= until;
    return { ...all, placed: all.placed.filter(hasEnded) };
  }

  async #read(period: { readonly from: Date; readonly until: Date }): Promise<StaysOfPeriod> {
    const placed = await this.stays.placementsIn({ from: instant(period.from), until: instant(period.until) });
    const ids = [...new Set(placed.map(({ stayId }) => stayId))];
    const knowledge = new Map<StayId, StayKnowledge[]>();
    for (let index = 0; index < ids.length; index += staysAtOnce) {
      await this.#readKnowledge(ids.slice(index, index + staysAtOnce), knowledge);
      await breathe();
    }
    return { placed, knowledge };
  }

  async #readKnowledge(ids: readonly StayId[], into: Map<StayId, StayKnowledge[]>): Promise<void> {
    const states = await this.audit.statesOf('stay', ids, Object.keys(AuditedStay.shape));
    const byId = Map.groupBy(states, ({ subjectId }) => subjectId);
    for (const id of ids) {
      const known = (byId.get(id) ?? []).map(({ at, state }): StayKnowledge => {
        const { pathway, state: now, expectedDischargeDate = null } = AuditedStay.parse(state);
        return { at, pathway, isCancelled: now === 'cancelled', expectedDischargeDate };
      });
      into.set(id, known);
    }
  }
}
