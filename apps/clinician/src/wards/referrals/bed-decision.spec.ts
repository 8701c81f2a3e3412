import { instant } from '#libs/contracts';
import fc from 'fast-check';
import { type BedsAndClaims, decideBed } from './bed-decision.ts';

const until = instant(Date.UTC(2026, 10, 28, 12));
const found = (over: Partial<BedsAndClaims>): BedsAndClaims => ({
  wardName: 'North',
  open: 10,
  free: 0,
  ahead: 0,
  ...over,
});

describe('An accepted referral', () => {
  it.each([
    ['gets the bed that is free', { free: 1 }, { bed: 'reserved', until }],
    ['gets a bed that is left by those before it', { free: 3, ahead: 2 }, { bed: 'reserved', until }],
    ['waits on a ward where nothing is open', { open: 0 }, { bed: 'waits-for-one', because: 'North has no open bed.' }],
    ['waits on a full ward', {}, { bed: 'waits-for-one', because: 'North is full: of 10 open beds none is free.' }],
    [
      'waits behind those with a better claim',
      { free: 1, ahead: 2 },
      {
        bed: 'waits-for-one',
        because: 'North has 1 free bed, and 2 referrals before it, more urgent or accepted earlier.',
      },
    ],
  ])('%s', (_claim, over, decision) => {
    expect(decideBed(found(over), until)).toEqual(decision);
  });

  it('gets a bed exactly where there are more than better claims, and otherwise hears why', () => {
    const count = fc.nat(50);
    fc.assert(
      fc.property(count, count, count, (open, free, ahead) => {
        const decision = decideBed(found({ open, free: Math.min(free, open), ahead }), until);
        expect(decision.bed === 'reserved').toBe(Math.min(free, open) > ahead);
        if (decision.bed === 'waits-for-one') expect(decision.because).toMatch(/^North .+\.$/);
      }),
    );
  });
});
