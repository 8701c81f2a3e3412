import { decideRate, type RateWindow } from './request-rate.ts';

const limit = { requests: 3, perMilliseconds: 60_000 };

describe('The rate of requests', () => {
  it('lets as many through in a minute as the limit says, and then says how long to wait', () => {
    let window: RateWindow | undefined;
    const seen = [0, 1000, 2000, 3500, 59_999, 60_000].map((now) => {
      const decision = decideRate(window, now, limit);
      window = decision.window;
      return decision.allowed ? 'allowed' : decision.retryAfterSeconds;
    });
    expect(seen).toEqual(['allowed', 'allowed', 'allowed', 57, 1, 'allowed']);
  });

  it('begins anew where the clock was set back', () => {
    expect(decideRate({ since: 90_000, requests: 3 }, 10_000, limit)).toEqual({
      allowed: true,
      window: { since: 10_000, requests: 1 },
    });
  });
});
