import type { Tier } from '#libs/clinical';
import { type Instant, instant, type Signal } from '#libs/contracts';
import { higherTier, isHigher, type Resolution, type StandingSignal, standingOf } from './climb.ts';

/** An hour of one day. */
const oClock = (hour: number): Instant => instant(Date.UTC(2026, 10, 22, 0, hour * 60));

const aSignal = (
  [from, to, hour]: readonly [from: Tier, to: Tier, hour: number],
  over: Partial<StandingSignal> = {},
): StandingSignal => ({
  kind: isHigher(to, from) ? 'tier-reached' : 'tier-left',
  tier: to,
  at: oClock(hour),
  because: 'reading',
  late: false,
  reason: `${to} at ${String(hour)}`,
  instruction: null,
  respondWithinMinutes: null,
  scoreId: null,
  answered: false,
  closed: false,
  ...over,
});
const resolvedAt = (hour: number, level: Tier): Resolution => ({ at: oClock(hour), level });

describe('What the signals of a condition come to', () => {
  it('is nothing without a rise', () => {
    expect(standingOf([], undefined)).toEqual({ level: 'low', climb: undefined, dealtWith: false });
    const left = aSignal(['medium', 'low', 8]);
    expect(standingOf([left], undefined)).toEqual({ level: 'low', climb: undefined, dealtWith: false });
  });

  it('is the highest tier reached, by the first signal that did, and the level of the last', () => {
    const first = aSignal(['low', 'high', 9]);
    const signals = [
      aSignal(['low', 'medium', 7]),
      aSignal(['medium', 'low', 8]),
      first,
      aSignal(['high', 'low', 10]),
      aSignal(['low', 'high', 11]),
      aSignal(['high', 'low-medium', 12]),
    ];
    const { climb, level } = standingOf(signals, undefined);
    expect(level).toBe('low-medium');
    expect(climb).toMatchObject({ tier: 'high', newsTier: 'high' });
    expect(climb?.top).toBe(first);
  });

  it('leaves out what has been withdrawn', () => {
    const withdrawn: Partial<StandingSignal> = { kind: 'withdrawn' satisfies Signal['kind'] };
    const signals = [aSignal(['low', 'medium', 8]), aSignal(['medium', 'high', 9], withdrawn)];
    expect(standingOf(signals, undefined)).toMatchObject({ level: 'medium', climb: { tier: 'medium' } });
    expect(standingOf([aSignal(['low', 'high', 9], withdrawn)], undefined).climb).toBeUndefined();
  });

  describe('of what was learnt of late', () => {
    const late = { late: true };
    it.each<[claim: string, signals: readonly StandingSignal[], newsTier: Tier]>([
      [
        'is history once the patient is better',
        [aSignal(['low', 'high', 8], late), aSignal(['high', 'low', 9])],
        'low',
      ],
      ['is news while it is still so', [aSignal(['low', 'high', 8], late)], 'high'],
      [
        'is news as far as it is still so',
        [aSignal(['low', 'high', 8], late), aSignal(['high', 'medium', 9], late)],
        'medium',
      ],
      [
        'leaves what was news before as it was',
        [aSignal(['low', 'high', 8], late), aSignal(['high', 'medium', 9]), aSignal(['medium', 'low', 10])],
        'medium',
      ],
      [
        'becomes news with the next rise',
        [aSignal(['low', 'high', 8], late), aSignal(['high', 'low', 9]), aSignal(['low', 'low-medium', 10])],
        'low-medium',
      ],
    ])('%s', (_claim, signals, newsTier) => {
      expect(standingOf(signals, undefined).climb).toMatchObject({ tier: 'high', newsTier });
    });
  });

  describe('knows a relapse', () => {
    const again = aSignal(['low', 'medium', 10]);
    const climbed = aSignal(['low', 'medium', 8], { answered: true });
    const down = aSignal(['medium', 'low', 9]);
    it.each<[claim: string, signals: readonly StandingSignal[], relapse: StandingSignal | undefined]>([
      ['after readings have shown low risk', [climbed, down, again], again],
      ['after a repeat has confirmed it', [climbed, { ...down, because: 'confirmed' }, again], again],
      ['not after values have only aged out', [climbed, { ...down, because: 'aged-out' }, again], undefined],
      ['not after only the plan has changed', [climbed, { ...down, because: 'plan-change' }, again], undefined],
      ['not when somebody has answered it', [climbed, down, { ...again, answered: true }], undefined],
      [
        'not when it was learnt of late',
        [climbed, down, { ...again, late: true }, aSignal(['medium', 'low', 11])],
        undefined,
      ],
      ['not in a swing that never came to low', [climbed, aSignal(['medium', 'low-medium', 9]), again], undefined],
      ['not in the first climb', [again], undefined],
    ])('%s', (_claim, signals, relapse) => {
      expect(standingOf(signals, undefined).climb?.relapse).toBe(relapse);
    });

    it('after values had aged out, where readings have shown low risk before the next climb', () => {
      const signals = [climbed, { ...down, because: 'aged-out' } as const, { ...again, at: oClock(12) }];
      const relapseWhenLowAt = (hour: number) => standingOf(signals, undefined, [oClock(hour)]).climb?.relapse;
      expect(relapseWhenLowAt(11)).toBe(signals[2]);
      expect(relapseWhenLowAt(8)).toBeUndefined();
      expect(relapseWhenLowAt(12)).toBeUndefined();
    });
  });

  describe('after somebody has resolved the last alert', () => {
    const known = { answered: true, closed: true };
    it.each<[claim: string, signals: readonly StandingSignal[], resolved: Resolution, tier: Tier | undefined]>([
      ['is nothing for what that person knew', [aSignal(['low', 'high', 8], known)], resolvedAt(9, 'high'), undefined],
      [
        'is nothing even where a device’s clock is ahead of ours',
        [aSignal(['low', 'high', 10], known)],
        resolvedAt(9, 'high'),
        undefined,
      ],
      [
        'is the climb since',
        [aSignal(['low', 'high', 8], known), aSignal(['high', 'low', 9], known), aSignal(['low', 'medium', 11])],
        resolvedAt(10, 'low'),
        'medium',
      ],
      [
        'is nothing for an earlier moment that is no worse than what that person saw',
        [aSignal(['low', 'medium', 8])],
        resolvedAt(9, 'medium'),
        undefined,
      ],
      [
        'is nothing for what was worse but is over',
        [aSignal(['low', 'high', 8], { late: true })],
        resolvedAt(9, 'medium'),
        undefined,
      ],
      [
        'is what became known only afterwards, is worse than what that person saw, and still so',
        [aSignal(['low', 'medium', 7], known), aSignal(['medium', 'high', 8])],
        resolvedAt(9, 'medium'),
        'high',
      ],
      [
        'is the relapse that was under way when that person saw low risk',
        [aSignal(['low', 'medium', 6], known), aSignal(['medium', 'low', 7], known), aSignal(['low', 'medium', 8])],
        resolvedAt(9, 'low'),
        'medium',
      ],
    ])('%s', (_claim, signals, resolved, tier) => {
      const standing = standingOf(signals, resolved);
      expect(standing.climb?.tier).toBe(tier);
      expect(standing.dealtWith).toBe(tier === undefined);
    });
  });
});

it('ranks the tiers by urgency', () => {
  expect(isHigher('medium', 'low-medium')).toBe(true);
  expect(isHigher('medium', 'medium')).toBe(false);
  expect(higherTier('low-medium', 'high')).toBe('high');
});
