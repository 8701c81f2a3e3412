import fc from 'fast-check';
import { partitionOfKey } from './partition-of-key.ts';

describe('the partition of a key', () => {
  it('is one of the partitions, and the same each time', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        const partition = partitionOfKey(key, partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionOfKey(key, partitions)).toBe(partition);
      }),
    );
  });

  it('stays what it was in earlier releases: another would break the order of keys across an upgrade', () => {
    expect(partitionOfKey('0b8b9b0e-6f4a-4f43-9f0e-3f7b8b8f1c11', 12)).toBe(7);
  });

  it('spreads patients evenly', () => {
    const counts = Array.from({ length: 12 }, () => 0);
    for (let n = 0; n < 12_000; n += 1) {
      const partition = partitionOfKey(`patient-${String(n)}`, 12);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });
});
