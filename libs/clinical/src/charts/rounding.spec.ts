import { toTenths, toWhole } from './rounding.ts';

describe('rounding to the resolution of the chart', () => {
  it('rounds 35.05 up, although its binary form lies just below', () => {
    expect((35.05).toFixed(20).startsWith('35.0499')).toBe(true);
    expect(toTenths(35.05)).toBe(351);
  });

  it('rounds every hundredth and every thousandth of a degree as it reads', () => {
    const wrong: number[] = [];
    for (let thousandths = 20_000; thousandths <= 50_000; thousandths += 1) {
      if (toTenths(thousandths / 1000) !== Math.floor((thousandths + 50) / 100)) wrong.push(thousandths);
    }
    expect(wrong).toEqual([]);
  });

  it('rounds the nearest doubles either side of each half to either side', () => {
    for (let half = 250.5; half < 450; half += 1) {
      const value = half / 10;
      // One unit in the last place of a double from 16 to 64 is at most 2^-47.
      expect(toTenths(value)).toBe(half + 0.5);
      expect(toTenths(value - 2 ** -47)).toBe(half - 0.5);
    }
  });

  it('rounds halves of whole numbers up', () => {
    expect(toWhole(20.5)).toBe(21);
    expect(toWhole(20.499999999999996)).toBe(20);
    expect(toWhole(0.49999999999999994)).toBe(0);
  });
});
