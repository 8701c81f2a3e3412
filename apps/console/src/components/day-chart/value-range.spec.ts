import { valueRange } from './value-range.ts';

describe('The axis of values', () => {
  it.each([
    ['begins at 0 where there are small values', [2, 40], 0],
    ['begins below values that lie close together', [84, 109], 70],
    ['of hundreds begins at a round number', [430, 750], 250],
    ['of one value begins at or below it', [98], 95],
    ['of nothing begins at 0', [], 0],
  ])('%s', (_what, values, from) => {
    const range = valueRange(values);
    expect(range.from).toBe(from);
    expect(range.to).toBeGreaterThan(Math.max(0, ...values));
  });
});
