import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

const size = { perSecond: 10, burst: 100 };

describe('A token bucket', () => {
  it('lets a burst through without a wait, and then as much as flows in', () => {
    const bucket = new TokenBucket(size, 0);
    for (let n = 0; n < 100; n += 1) expect(bucket.take(1, 0)).toBe(0);
    expect(bucket.take(1, 0)).toBe(100);
    expect(bucket.take(1, 0)).toBe(200);
    expect(bucket.take(1, 200)).toBe(100);
    expect(bucket.waitMs(300)).toBe(0);
  });

  it('takes what is larger than the whole burst, and has the next wait for it', () => {
    const bucket = new TokenBucket(size, 0);
    expect(bucket.take(300, 0)).toBe(20_000);
  });

  it('asks for a wait of ten minutes at most, however much has come', () => {
    const bucket = new TokenBucket(size, 0);
    for (let n = 0; n < 1_000; n += 1) bucket.take(500, n);
    expect(bucket.waitMs(1_000)).toBeLessThanOrEqual(600_000);
    expect(bucket.take(1, 600_999)).toBeLessThanOrEqual(200);
  });

  it('saves no more than the burst, however long nothing comes', () => {
    const bucket = new TokenBucket(size, 0);
    bucket.take(50, 0);
    expect(bucket.isFull(4999)).toBe(false);
    expect(bucket.isFull(5000)).toBe(true);
    expect(bucket.take(101, 1_000_000)).toBe(100);
  });

  it('is never outrun by one who waits as long as is asked, whatever is sent and when', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ tokens: fc.integer({ min: 1, max: 500 }), restMs: fc.integer({ min: 0, max: 5000 }) })),
        (sent) => {
          const bucket = new TokenBucket(size, 0);
          let [now, taken, last] = [0, 0, 0];
          for (const { tokens, restMs } of sent) {
            now += restMs;
            const wait = bucket.take(tokens, now);
            taken += tokens;
            last = tokens;
            now += wait;
          }
          // The newest has been taken, and its debt waited for.
          expect(taken).toBeLessThanOrEqual(size.burst + (now / 1000) * size.perSecond + (sent.length > 0 ? last : 0));
        },
      ),
    );
  });
});
