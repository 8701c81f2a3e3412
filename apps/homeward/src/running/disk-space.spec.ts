import { isNearlyFull } from './disk-space.ts';

const gigabyte = 2 ** 30;
const limits = { lowPercent: 10, lowBytes: 4 * gigabyte };
const space = (free: number, size: number) => ({ freeBytes: free * gigabyte, sizeBytes: size * gigabyte });

describe('A disk is nearly full', () => {
  it.each([
    ['a large one by its gigabytes, not by a tenth of it', space(5, 1000), false],
    ['a large one with less than the gigabytes', space(3.9, 1000), true],
    ['a small one by its tenth, not by the gigabytes', space(2, 10), false],
    ['a small one with less than its tenth', space(0.9, 10), true],
  ])('%s', (_which, found, expected) => {
    expect(isNearlyFull(found, limits, false)).toBe(expected);
  });

  it('until a quarter more than the limit is free, so that it does not change with every file', () => {
    expect(isNearlyFull(space(4.9, 1000), limits, true)).toBe(true);
    expect(isNearlyFull(space(5, 1000), limits, true)).toBe(false);
  });
});
