import fc from 'fast-check';
import { occupancyOf, occupancyShown, per100k } from './occupancy.ts';
import { roundedRatio } from './rounding.ts';

describe('Occupancy', () => {
  it.each([
    ['England in February 2024', 8490, 11_918, '71.2%'],
    ['an empty ward', 0, 20, '0.0%'],
    ['a full ward', 20, 20, '100.0%'],
    ['one patient more than beds', 21, 20, '100%*'],
    ['nearly full', 9999, 10_000, '100.0%'],
    ['a half is rounded up from the counts', 1, 2000, '0.1%'],
    ['a half that binary fractions would round down', 1005, 100_000, '1.0%'],
    ['no capacity', 0, 0, null],
    ['patients without capacity', 3, 0, null],
  ])('is shown with one decimal: %s', (_claim, patients, capacity, shown) => {
    expect(occupancyShown(patients, capacity)).toBe(shown);
  });

  it('keeps its true value above 1', () => {
    expect(occupancyOf(163, 81)).toBeCloseTo(2.012_345, 5);
    expect(occupancyOf(3, 0)).toBeNull();
  });

  it('is shown within half of the last digit of its true value, and never lower for one more patient', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (patients, capacity) => {
        fc.pre(patients <= capacity);
        const shown = Number.parseFloat(occupancyShown(patients, capacity) ?? '');
        expect(Math.abs(shown - (100 * patients) / capacity)).toBeLessThanOrEqual(0.05 + 1e-9);
        if (patients === 0) return;
        expect(Number.parseFloat(occupancyShown(patients - 1, capacity) ?? '')).toBeLessThanOrEqual(shown);
      }),
    );
  });
});

describe('Beds per 100,000', () => {
  it.each([
    [11_918, 51_396_905, 23.188],
    [0, 1000, 0],
  ])('%d beds for %d people', (beds, population, expected) => {
    expect(per100k(beds, population)).toBeCloseTo(expected, 3);
  });

  it('cannot be had without a population', () => {
    expect(per100k(10, null)).toBeNull();
    expect(per100k(10, 0)).toBeNull();
  });
});

describe('A ratio', () => {
  it.each([
    [217, 400, 3, '0.543'],
    [30, 96, 3, '0.313'],
    [7, 10, 1, '0.7'],
    [2, 3, 0, '1'],
    [1, 3, 0, '0'],
    [9995, 10_000, 3, '1.000'],
  ])('%d of %d to %d decimals', (numerator, denominator, decimals, digits) => {
    expect(roundedRatio(numerator, denominator, decimals)).toBe(digits);
  });
});
