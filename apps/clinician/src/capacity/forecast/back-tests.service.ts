import { Injectable } from '@nestjs/common';
import { snapshotInstant } from '#libs/capacity';
import type { Forecast, WardId } from '#libs/contracts';
import { backTestOf, type BackTestPoint, type Day, judged, type WardHistory } from '#libs/forecast';
import { setImmediate as breathe } from 'node:timers/promises';
import { BedsAheadService } from './beds-ahead.service.ts';
import { ShortCache } from './short-cache.ts';
import { dateOf, dayOf } from './snapshot-days.ts';

/** Eight weeks: enough of every weekday to judge by, and few enough to be of the ward as it is now. */
const backTestDays = 56;
/** A forecast from less than two weeks says nothing of those that are made from more. */
const learningDays = 14;
/** Forecasts are compared with the week before, so they are made from there. */
const weekDays = 7;
const fewestPoints = 7;
const runs = 400;
const seed = 1;

/**
 * How forecasts of the past weeks would have done. The days that have been do not change until the next 08:00, so this is
 * kept for a while for each ward that is asked for.
 */
@Injectable()
export class BackTestsService {
  readonly #made = new ShortCache<string, Forecast['backTest']>();

  constructor(private readonly beds: BedsAheadService) {}

  /** Null where there is too little history. */
  of(ward: {
    readonly wardId: WardId | null;
    /** Of the last 08:00. */
    readonly date: string;
    readonly now: Date;
    readonly history: WardHistory;
  }): Promise<Forecast['backTest']> {
    const { wardId, date, now, history } = ward;
    return this.#made.get(`${date} ${wardId ?? 'all'}`, now, () => this.#make(wardId, dayOf(date), history));
  }

  async #make(wardId: WardId | null, lastDay: Day, history: WardHistory): Promise<Forecast['backTest']> {
    const points: BackTestPoint[] = [];
    const firstDay = Math.max(lastDay - backTestDays + 1, history.since + learningDays + weekDays);
    if (lastDay - firstDay + 1 < fewestPoints) return null;
    for (let day = firstDay; day <= lastDay; day += 1) {
      // Beds as they were the week before; that they would stay so is what was to be expected then.
      const { open, waiting } = await this.beds.at(snapshotInstant(dateOf(day - weekDays)), wardId);
      points.push(backTestOf(history, day, { bedsOn: () => open, waiting, runs, seed }));
      await breathe();
    }
    const result = judged(points);
    return result && { ...result, points: points.map(({ day, ...point }) => ({ date: dateOf(day), ...point })) };
  }
}
