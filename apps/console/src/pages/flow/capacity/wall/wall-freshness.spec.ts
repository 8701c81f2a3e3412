import { wallFreshness } from './wall-freshness.ts';

const cameAt = Date.parse('2026-11-21T08:30:00.000Z');

describe('Figures on the wall', () => {
  it.each([0, 10_000, 45_000])('are live %d ms after they came', (ageMs) => {
    expect(wallFreshness({ cameAt, now: cameAt + ageMs })).toEqual({ kind: 'live' });
  });

  it('are not once they have not come for longer, and it is said since when', () => {
    expect(wallFreshness({ cameAt, now: cameAt + 45_001 })).toEqual({ kind: 'stale', since: cameAt });
  });
});
