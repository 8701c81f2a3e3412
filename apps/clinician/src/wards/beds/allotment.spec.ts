import fc from 'fast-check';
import { bedsToGive, decideAllotment } from './allotment.ts';

const asked = { offered: null, pathway: 'frailty', hasReservation: false, mayExceed: false };
const counts = { beds: 10, closed: 2, occupied: 5, reserved: 2 };
const decide = (beds: Partial<typeof counts>, over: Partial<Parameters<typeof decideAllotment>[1]> = {}) =>
  decideAllotment(bedsToGive({ ...counts, ...beds }), { ...asked, ...over });

describe('A bed of a ward', () => {
  it.each([
    ['is given while one is free', {}, {}, { decision: 'give', beyondCapacity: false }],
    ['is refused where every open one is taken', { occupied: 8, reserved: 0 }, {}, 'ward-full'],
    ['is refused where the last ones are reserved', { occupied: 6 }, {}, 'ward-full'],
    [
      'that is reserved for the referral is given to it',
      { occupied: 6 },
      { hasReservation: true },
      { decision: 'give', beyondCapacity: false },
    ],
    ['that is reserved is not given once others are over', { occupied: 7 }, { hasReservation: true }, 'ward-full'],
    [
      'is given beyond capacity for a reason',
      { occupied: 8 },
      { mayExceed: true },
      { decision: 'give', beyondCapacity: true },
    ],
    ['is not beyond capacity while one is free', {}, { mayExceed: true }, { decision: 'give', beyondCapacity: false }],
    ['is refused where all are closed', { closed: 10, occupied: 0, reserved: 0 }, {}, 'ward-closed'],
    ['is refused where all are closed, whatever the reason', { closed: 10 }, { mayExceed: true }, 'ward-closed'],
    ['is refused for a pathway that is not offered', {}, { offered: ['heart-failure'] }, 'pathway-not-offered'],
    [
      'is given for a pathway that is offered',
      {},
      { offered: ['heart-failure', 'frailty'] },
      { decision: 'give', beyondCapacity: false },
    ],
    ['is given for any pathway where none is named', {}, { offered: [] }, { decision: 'give', beyondCapacity: false }],
    [
      'is given to a patient who comes back, whatever is offered now',
      {},
      { offered: ['heart-failure'], pathway: null },
      { decision: 'give', beyondCapacity: false },
    ],
  ] as const)('%s', (_claim, beds, over, expected) => {
    const refusal = { decision: 'refuse', because: expected };
    expect(decide(beds, over)).toEqual(typeof expected === 'string' ? refusal : expected);
  });

  it('is never given beyond what is open, but for a reason', () => {
    const small = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(small, small, small, small, fc.boolean(), (beds, closed, occupied, reserved, hasReservation) => {
        const given = bedsToGive({ beds, closed: Math.min(beds, closed), occupied, reserved });
        const own = hasReservation && reserved > 0;
        const decision = decideAllotment(given, { ...asked, hasReservation: own });
        const promisedAfter = occupied + 1 + reserved - (own ? 1 : 0);
        expect(decision.decision === 'give').toBe(promisedAfter <= given.open);
      }),
    );
  });
});
