import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type AlertBurden,
  burdenPeriodFault,
  type BurdenQuery,
  instant,
  type Instant,
  type StayId,
  usualBurdenDays,
  type WardId,
} from '#libs/contracts';
import { InvalidRequestError } from '#libs/problem-details';
import { AlertHistoriesService } from '../../alerts/alerts/alert-histories.service.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { lifeOf } from './alert-life.ts';
import { BurdenTally, noBurden, type Presence, wardAt } from './burden.ts';
import { handoverTimes, shiftPartsOf } from './shifts.ts';

/** Of the site: where nothing else is set, Homeward's wards are in England. */
const timeZone = 'Europe/London';
const dayMs = 24 * 3_600_000;

interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Works out what alerts ask of people, in numbers alone, from the audit of every alert of the period. Nothing is kept: the
 * same period gives the same figures, but for what has become of its alerts since.
 */
@Injectable()
export class BurdenService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly stays: StaysService,
    private readonly alerts: AlertHistoriesService,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * @throws WardNotFoundError
   * @throws InvalidRequestError where the period ends before it begins, or is too long.
   */
  async burden(query: BurdenQuery): Promise<AlertBurden> {
    const now = this.clock.now().getTime();
    const { wardId } = query;
    const period = periodOf(query, now);
    const wards = wardId === undefined ? await this.wards.all() : [await this.wards.get(wardId)];
    const { byWard, ...totals } = (await this.#tally(period, wardId, now)).totals();
    return {
      ...period,
      wardId: wardId ?? null,
      asOf: instant(now),
      timeZone,
      handoverTimes: [...handoverTimes],
      ...totals,
      byWard: wards.map(({ id, name }) => ({ ward: { id, name }, figures: byWard.get(id) ?? noBurden() })),
    };
  }

  async #tally(period: Period, wardId: WardId | undefined, now: number): Promise<BurdenTally> {
    const tally = new BurdenTally(shiftPartsOf(Date.parse(period.from), Date.parse(period.until), timeZone));
    const presences = await this.#presences(period, now);
    const counts = (on: WardId): boolean => wardId === undefined || on === wardId;
    for (const presence of [...presences.values()].flat()) if (counts(presence.wardId)) tally.addPresence(presence);
    const stayIds = wardId && [...presences].filter(([, of]) => of.some((one) => counts(one.wardId))).map(([id]) => id);
    for await (const alerts of this.alerts.raisedIn(period, stayIds)) {
      const delivered = await this.notifications.deliveredOf(alerts.map(({ id }) => id));
      for (const { id, stayId, condition, raisedAt, events } of alerts) {
        const on = wardAt(presences.get(stayId) ?? [], raisedAt);
        if (on === undefined || !counts(on)) continue;
        const notifications = delivered.get(id) ?? 0;
        tally.addAlert({ ...lifeOf(events, now), raisedAt, wardId: on, condition, notifications });
      }
    }
    return tally;
  }

  /** Up to now: who is there yet has not been there tomorrow. */
  async #presences(period: Period, now: number): Promise<ReadonlyMap<StayId, readonly Presence[]>> {
    const placements = await this.stays.placementsIn(period);
    const openedAt = new Map((await this.wards.all()).map(({ id, createdAt }) => [id, Date.parse(createdAt)]));
    // What was brought in of a ward's past was not monitored here: it bears no alerts.
    const monitored = placements.filter(({ wardId, from }) => from.getTime() >= (openedAt.get(wardId) ?? 0));
    const byStay = Map.groupBy(monitored, ({ stayId }) => stayId);
    return new Map(
      [...byStay].map(([stayId, ofStay]) => [
        stayId,
        ofStay.map(({ wardId, from, until }) => ({
          wardId,
          from: from.getTime(),
          until: Math.min(until?.getTime() ?? now, now),
        })),
      ]),
    );
  }
}

function periodOf({ from, until }: BurdenQuery, now: number): Period {
  const end = until === undefined ? now : Date.parse(until);
  const begin = from === undefined ? end - usualBurdenDays * dayMs : Date.parse(from);
  const fault = burdenPeriodFault(begin, end);
  if (fault !== undefined) {
    throw new InvalidRequestError('query', [{ path: fault.path.join('.'), message: fault.message }]);
  }
  return { from: instant(begin), until: instant(end) };
}
