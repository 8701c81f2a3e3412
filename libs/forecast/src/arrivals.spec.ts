import { arrivalsOf } from './arrivals.ts';
import { poisson } from './variates.ts';
import { type ObservedStay, type WardHistory, weekdayOf } from './ward-history.ts';
import { Xoshiro128 } from './xoshiro128.ts';

const now = 20_000;

/** @param countOn how many arrive on each of so many days until now. */
function historyOf(days: number, countOn: (day: number) => number): WardHistory {
  const stays: ObservedStay[] = [];
  for (let day = now - days + 1; day <= now; day += 1) {
    for (let each = countOn(day); each > 0; each -= 1)
      stays.push({ pathway: 'frailty', from: day, until: null, expected: [] });
  }
  return { since: now - days, stays };
}

describe('Arrivals', () => {
  it('differ by weekday', () => {
    const { means, days } = arrivalsOf(
      historyOf(364, (day) => (weekdayOf(day) < 5 ? 4 : 1)),
      now,
    );
    expect(days).toBe(364);
    for (const mean of means.slice(0, 5)) expect(mean).toBeCloseTo(4, 0);
    for (const mean of means.slice(5)) expect(mean).toBeCloseTo(1, 0);
  });

  it('follow the last weeks rather than the last year', () => {
    const { means } = arrivalsOf(
      historyOf(300, (day) => (day > now - 60 ? 6 : 2)),
      now,
    );
    expect(Math.min(...means)).toBeGreaterThan(4.5);
  });

  it('of chance alone are hardly more dispersed than Poisson, and of a level that stays', () => {
    const random = Xoshiro128.ofSeed(5);
    const { dispersion, levelVariance } = arrivalsOf(
      historyOf(364, () => poisson(random, 4)),
      now,
    );
    expect(dispersion).toBeLessThan(1.3);
    for (const variance of Object.values(levelVariance)) expect(variance).toBeLessThan(0.04);
  });

  it('that come many at once are dispersed', () => {
    const random = Xoshiro128.ofSeed(5);
    const { dispersion } = arrivalsOf(
      historyOf(364, () => 4 * poisson(random, 1)),
      now,
    );
    expect(dispersion).toBeGreaterThan(3);
  });

  it('that rise and fall from month to month have a level that varies', () => {
    const random = Xoshiro128.ofSeed(5);
    const history = historyOf(364, (day) => poisson(random, Math.floor(day / 21) % 2 === 0 ? 2 : 6));
    const { lasting, ofWeek, drift } = arrivalsOf(history, now).levelVariance;
    expect(lasting + ofWeek + drift).toBeGreaterThan(0.1);
  });

  it('are none where none are known', () => {
    expect(arrivalsOf({ since: now, stays: [] }, now)).toMatchObject({ means: [0, 0, 0, 0, 0, 0, 0], days: 0 });
    expect(
      arrivalsOf(
        historyOf(10, () => 0),
        now,
      ).means,
    ).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
