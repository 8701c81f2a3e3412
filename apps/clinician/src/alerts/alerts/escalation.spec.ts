import fc from 'fast-check';
import { type AlertTier, derivedId, EscalationPolicyId, instant } from '#libs/contracts';
import { nextStep } from '../../staff/escalation-policies/next-step.ts';
import { climbedTo, climbing, isCalling } from './escalation.ts';
import type { EscalationState } from './escalation-state.ts';

const at = new Date('2026-11-22T02:00:00Z');
const inMinutes = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
const id = EscalationPolicyId.parse(derivedId('test', 'policy'));
const nurse = { role: 'nurse' } as const;
const prescriber = { role: 'prescriber' } as const;
const policy = {
  steps: [
    { notify: [nurse], waitMinutes: 5, repeat: 1 },
    { notify: [prescriber], waitMinutes: 10, repeat: 0 },
  ],
  fallback: { role: 'administrator' } as const,
};

/** What the climb does when it is looked at at these times, and nobody answers. */
function climb(times: readonly Date[]): readonly (readonly [minute: number, step: number, round: number])[] {
  let state: EscalationState = climbing({ id, version: 1 }, null, at);
  const taken: [number, number, number][] = [];
  for (const now of times) {
    while (state.nextStepAt !== null && state.nextStepAt <= instant(now)) {
      const next = nextStep(state, policy);
      state = climbedTo(state, next, { now, following: nextStep(next, policy) });
      taken.push([(now.getTime() - at.getTime()) / 60_000, next.step, next.round]);
    }
  }
  return taken;
}
const everyMinute = (until: number): readonly Date[] =>
  Array.from({ length: until + 1 }, (_, minute) => inMinutes(minute));

describe('An alert that no person answers', () => {
  it('climbs step by step, repeats what the policy repeats, and goes on with the fallback', () => {
    expect(climb(everyMinute(51))).toEqual([
      [0, 1, 0],
      [5, 1, 1],
      [10, 2, 0],
      [20, 3, 0],
      [35, 3, 1],
      [50, 3, 2],
    ]);
  });

  it('counts each step from when the one before was due, so that lateness does not add up', () => {
    expect(climb([at, inMinutes(5.4), inMinutes(10), inMinutes(20)]).map(([minute]) => minute)).toEqual([
      0, 5.4, 10, 20,
    ]);
  });

  it('takes what an outage kept it from at once, and what follows that after the whole wait', () => {
    expect(climb([at, inMinutes(60)])).toEqual([
      [0, 1, 0],
      [60, 1, 1],
      [60, 2, 0],
    ]);
  });

  it('takes every step once and in order, whenever it is looked at', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 40 }), (minutes) => {
        const times = minutes.toSorted((one, other) => one - other).map(inMinutes);
        const taken = climb(times).map(([, step, round]) => step * 1000 + round);
        expect(taken).toEqual([...new Set(taken)].toSorted((one, other) => one - other));
        expect(taken.slice(0, 4)).toEqual([1000, 1001, 2000, 3000].slice(0, taken.length));
      }),
    );
  });
});

describe('People are called', () => {
  const calling = { state: 'raised', late: false, snooze: null, clearedAt: null } as const;
  const snooze = { by: { id: 'ada', name: 'Ada' }, at: instant(at), reason: 'Asleep', until: instant(at), total: 5 };

  it.each([
    ['by an alert that is raised', {}, true],
    ['by none that is acknowledged', { state: 'acknowledged' }, false],
    ['by none that is resolved', { state: 'resolved' }, false],
    ['by none that only late readings tell of', { late: true }, false],
    ['by none that is snoozed', { snooze }, false],
    ['by none that has cleared', { clearedAt: instant(at) }, false],
  ] as const)('%s', (_claim, over, called) => {
    expect(isCalling({ ...calling, ...over })).toBe(called);
  });
});

describe('The time for a channel to deliver', () => {
  it.each<readonly [AlertTier, number, number]>([
    ['high', 1, 30],
    ['high', 5, 120],
    ['medium', 60, 120],
  ])('%s, waiting %d minutes, is %d seconds', (_tier, waitMinutes, seconds) => {
    const steps = [{ notify: [nurse], waitMinutes, repeat: 0 }];
    expect(nextStep({ step: 0, round: 0 }, { steps, fallback: nurse }).deliverWithinSeconds).toBe(seconds);
  });
});
