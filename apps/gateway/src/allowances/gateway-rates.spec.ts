import { GatewayRates } from './gateway-rates.ts';

const limits = { messages: { perSecond: 10, burst: 100 }, bytes: { perSecond: 1000, burst: 10_000 } };

describe('How fast a gateway sends', () => {
  it('is limited by messages and by bytes, whichever is reached first', () => {
    const rates = new GatewayRates(limits);
    expect(rates.count('large', 12_000, 0)).toBe(2000);
    for (let n = 0; n < 100; n += 1) expect(rates.count('small', 1, 0)).toBe(0);
    expect(rates.count('small', 1, 0)).toBe(100);
  });

  it('has nothing to do with how fast another one sends', () => {
    const rates = new GatewayRates(limits);
    rates.count('flood', 1_000_000, 0);
    expect(rates.waitMs('flood', 0)).toBeGreaterThan(0);
    expect(rates.count('bystander', 700, 0)).toBe(0);
    expect(rates.slowed(0)).toBe(1);
  });

  it('is forgotten once it no longer matters, so that no number of gateways fills the memory', () => {
    const rates = new GatewayRates(limits);
    rates.count('flood', 1_000_000, 0);
    for (let n = 0; n < 25_000; n += 1) rates.count(`gw-${String(n)}`, 1, n * 1000);
    // Nine hundred and ninety seconds' worth of debt were paid long ago.
    expect(rates.waitMs('flood', 25_000_000)).toBe(0);
    expect(rates.slowed(0)).toBe(0);
  });
});
