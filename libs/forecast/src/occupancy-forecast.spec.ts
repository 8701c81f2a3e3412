import fc from 'fast-check';
import { backTestOf, judged } from './back-test.ts';
import { forecastInSlices, forecastOccupancy, type ForecastRequest } from './occupancy-forecast.ts';
import { simulatedYears, type SimulatedWardPlan } from './simulated-ward.fixtures.ts';
import { asKnownOn, type ObservedStay, patientsOn } from './ward-history.ts';

const plan: SimulatedWardPlan = {
  beds: 25,
  arrivalsADay: 2,
  weekdays: [1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5],
  pathways: [{ name: 'frailty', share: 1, medianDays: 8, spread: 0.5 }],
  wandering: { kept: 0, step: 0 },
  season: 0,
  keptOverWeekends: 0.5,
  dates: { share: 0.5, offBy: 2 },
};
const madeOn = 20_000;
const { history } = simulatedYears(plan, { from: madeOn - 120, until: madeOn + 30, seed: 4 });

const request = (over: Partial<ForecastRequest> = {}): ForecastRequest => ({
  history: asKnownOn(history, madeOn),
  madeOn,
  days: 14,
  restOfFirstDay: 1,
  bedsOn: () => plan.beds,
  waiting: 0,
  arrivalFactor: 1,
  runs: 300,
  seed: 1,
  ...over,
});
const mediansOf = (over: Partial<ForecastRequest> = {}): readonly number[] =>
  forecastOccupancy(request(over)).map(({ patients }) => patients.median);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('A forecast', () => {
  it('is the same in slices, which grow into it', () => {
    const slices = [...forecastInSlices(request(), 70)];
    expect(slices).toHaveLength(5);
    expect(slices.at(-1)).toEqual(forecastOccupancy(request()));
  });

  it('counts those who have arrived or left since the last 08:00', () => {
    const { stays, since } = asKnownOn(history, madeOn);
    const arrived = { pathway: 'frailty', from: madeOn + 1, until: null, expected: [] };
    const late = { restOfFirstDay: 0.01, days: 1 };
    const patients = (more: number, fewer: number): number | undefined => {
      const left = stays.map((stay, index) => ({
        ...stay,
        until: stay.until ?? (index >= stays.length - fewer ? madeOn + 1 : null),
      }));
      const now = { since, stays: [...left, ...new Array<ObservedStay>(more).fill(arrived)] };
      return forecastOccupancy(request({ ...late, history: now }))[0]?.patients.median;
    };
    const unchanged = patients(0, 0) ?? 0;
    expect(patients(3, 0)).toBe(unchanged + 3);
    expect(patients(0, 3)).toBeLessThan(unchanged);
  });

  it('is the same for the same seed, and nearly the same for another', () => {
    expect(forecastOccupancy(request())).toEqual(forecastOccupancy(request()));
    const other = mediansOf({ seed: 2 });
    for (const [index, median] of mediansOf().entries()) expect(Math.abs(median - (other[index] ?? 0))).toBeLessThan(2);
  });

  it('never has more patients than beds, but for those who were there before', () => {
    fc.assert(
      fc.property(
        fc.record({
          beds: fc.nat(40),
          waiting: fc.nat(30),
          arrivalFactor: fc.double({ min: 0, max: 5, noNaN: true }),
          seed: fc.nat(),
        }),
        ({ beds, ...over }) => {
          const there = patientsOn(history, madeOn);
          for (const { patients } of forecastOccupancy(request({ bedsOn: () => beds, runs: 20, days: 6, ...over }))) {
            expect(patients.high).toBeLessThanOrEqual(Math.max(beds, there));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('with beds closed has fewer patients, and more days on which the ward is full', () => {
    const closed = { bedsOn: () => plan.beds - 10 };
    expect(sumOf(mediansOf(closed))).toBeLessThan(sumOf(mediansOf()));
    const chances = (over: Partial<ForecastRequest>): number =>
      sumOf(forecastOccupancy(request(over)).map(({ chanceFull }) => chanceFull));
    expect(chances(closed)).toBeGreaterThan(chances({}) + 1);
  });

  it('with a surge of arrivals has more patients', () => {
    expect(sumOf(mediansOf({ arrivalFactor: 1.5 }))).toBeGreaterThan(sumOf(mediansOf()));
    expect(sumOf(mediansOf({ arrivalFactor: 0 }))).toBeLessThan(sumOf(mediansOf()));
  });

  it('admits those who wait as far as there are beds', () => {
    const [tomorrow] = forecastOccupancy(request({ waiting: 100 }));
    expect(tomorrow?.patients).toEqual({ median: plan.beds, low: plan.beds, high: plan.beds });
    expect(tomorrow?.chanceFull).toBe(1);
  });

  it('of a ward without a history is of no patients', () => {
    const days = forecastOccupancy(request({ history: { since: madeOn, stays: [] } }));
    expect(days).toHaveLength(14);
    for (const { patients } of days) expect(patients).toEqual({ median: 0, low: 0, high: 0 });
  });

  it('of a ward without beds is of a full one', () => {
    const days = forecastOccupancy(request({ history: { since: madeOn, stays: [] }, bedsOn: () => 0 }));
    for (const { chanceFull } of days) expect(chanceFull).toBe(1);
  });
});

describe('A back-test', () => {
  const then = { bedsOn: () => plan.beds, waiting: 0, runs: 100, seed: 1 };

  it('sets the forecast of the week before beside what happened, and beside the week before', () => {
    const madeThen = { ...then, history: asKnownOn(history, madeOn - 7), madeOn: madeOn - 7, days: 7 };
    const ofDay = forecastOccupancy(request(madeThen)).at(-1);
    expect(backTestOf(history, madeOn, then)).toEqual({
      day: madeOn,
      patients: patientsOn(history, madeOn),
      ...ofDay?.patients,
      lastWeek: patientsOn(history, madeOn - 7),
    });
  });

  it('knows nothing of what happened after the week before', () => {
    const forgotten = { ...history, stays: asKnownOn(history, madeOn - 7).stays };
    const { patients, ...forecast } = backTestOf(history, madeOn, then);
    expect(backTestOf(forgotten, madeOn, then)).toMatchObject(forecast);
    expect(patients).toBe(patientsOn(history, madeOn));
  });

  it('is judged by mean absolute error and by coverage', () => {
    const point = { day: 1, patients: 10, median: 12, low: 9, high: 14, lastWeek: 7 };
    expect(judged([point, { ...point, patients: 15, lastWeek: 14 }])).toEqual({
      days: 2,
      meanAbsoluteError: 2.5,
      meanAbsoluteErrorOfLastWeek: 2,
      coverage: 0.5,
    });
    expect(judged([])).toBeNull();
  });
});
