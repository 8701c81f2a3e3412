import { Inject, Injectable } from '@nestjs/common';
import { lastSnapshotDate } from '#libs/capacity';
import type { Clock } from '#libs/clock';
import { type Forecast, type ForecastQuery, instant, type WardId } from '#libs/contracts';
import { type DayForecast, forecastInSlices, type ForecastRequest } from '#libs/forecast';
import { setImmediate as breathe } from 'node:timers/promises';
import { CLOCK } from '../../parts.module.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { BackTestsService } from './back-tests.service.ts';
import { BedsAheadService } from './beds-ahead.service.ts';
import { dateOf, dayOf, restOfDay } from './snapshot-days.ts';
import { StaysOfTheYearService } from './stays-of-the-year.service.ts';

const runs = 2000;
/** So that a region of a thousand patients keeps other requests waiting for a few milliseconds at a time. */
const runsAtOnce = 100;

/**
 * Forecasts from now on, by the stays of the past year. All wards together are forecast as if they were one: that a patient
 * cannot wait for one ward while another is free is left out.
 */
@Injectable()
export class ForecastService {
  // Nest injects by position.

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly beds: BedsAheadService,
    private readonly stays: StaysOfTheYearService,
    private readonly backTests: BackTestsService,
  ) {}

  /** @throws WardNotFoundError */
  async forecast({ wardId = null, days, closeBeds, arrivals, seed }: ForecastQueryOfWard): Promise<Forecast> {
    if (wardId !== null) await this.wards.get(wardId);
    const now = this.clock.now();
    const date = lastSnapshotDate(now);
    const history = await this.stays.known({ wardId, date, now });
    const { waiting } = await this.beds.at(now, wardId);
    const open = await this.beds.openOn(date, days, wardId);
    const forecast = await madeInSlices({
      history,
      madeOn: dayOf(date),
      days,
      restOfFirstDay: restOfDay(date, now),
      bedsOn: (day) => (open.get(day) ?? 0) - closeBeds,
      waiting,
      arrivalFactor: arrivals,
      runs,
      seed,
    });
    return {
      wardId,
      madeAt: instant(now),
      runs,
      seed,
      days: forecast.map(({ day, patients, beds: capacity, chanceFull }) => ({
        date: dateOf(day),
        patients,
        capacity,
        chanceFull,
      })),
      backTest: await this.backTests.of({ wardId, date, now, history }),
      basis: {
        endedStays: history.stays.filter(({ until }) => until !== null).length,
        arrivalDays: dayOf(date) - history.since,
      },
    };
  }
}

type ForecastQueryOfWard = Omit<ForecastQuery, 'wardId'> & { readonly wardId?: WardId | null | undefined };

async function madeInSlices(request: ForecastRequest): Promise<readonly DayForecast[]> {
  let days: readonly DayForecast[] = [];
  for (days of forecastInSlices(request, runsAtOnce)) await breathe();
  return days;
}
