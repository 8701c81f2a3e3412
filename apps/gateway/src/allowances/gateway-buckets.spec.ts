import { GatewayBuckets } from './gateway-buckets.ts';

describe('What each gateway may have', () => {
  it('is a burst, and then as much as flows in; what is not there is not taken', () => {
    const buckets = new GatewayBuckets({ perSecond: 1, burst: 2 });
    const taken = [0, 0, 0, 0, 500, 1000, 1000, 2000].map((now) => buckets.takeIfThere('hub', 1, now));
    expect(taken).toEqual([true, true, true, false, false, true, false, true]);
  });

  it('has nothing to do with what another one has', () => {
    const buckets = new GatewayBuckets({ perSecond: 1, burst: 1 });
    for (let n = 0; n < 10; n += 1) buckets.takeIfThere('hub', 1, 0);
    expect(buckets.waitMs('hub', 0)).toBe(1000);
    expect(buckets.waitMs('tablet', 0)).toBe(0);
    expect(buckets.takeIfThere('tablet', 1, 0)).toBe(true);
  });

  it('is remembered for 10,000 gateways at most', () => {
    const buckets = new GatewayBuckets({ perSecond: 1, burst: 1 });
    for (let n = 0; n < 25_000; n += 1) buckets.take(`gw-${String(n)}`, 1, n);
    expect([...buckets.gatewayIds].length).toBeLessThanOrEqual(10_000);
  });
});
