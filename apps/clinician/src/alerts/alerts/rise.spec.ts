import type { Tier } from '#libs/clinical';
import { conditionOf, type Instant, instant, PatientId, type Signal, signalId, StayId } from '#libs/contracts';
import { higherTier, isHigher, type Resolution, type SignalRecord, summarise } from './rise.ts';

/** An hour of one day. */
const oClock = (hour: number): Instant => instant(Date.UTC(2026, 10, 22, 0, hour * 60));

const stayId = StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c');

const aSignal = (
  [from, to, hour]: readonly [from: Tier, to: Tier, hour: number],
  over: Partial<SignalRecord> = {},
): SignalRecord => ({
  id: signalId(stayId, conditionOf('score'), oClock(hour)),
  revision: 1,
  patientId: PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  stayId,
  condition: conditionOf('score'),
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
const resolvedAt = (hour: number, level: Tier): Resolution => ({ at: oClock(hour), level, returnedFrom: null });

const clearing = { atMost: 'low', forMinutes: 60 } as const;

describe('What the signals of a condition come to', () => {
  it('is nothing without a rise', () => {
    expect(summarise([], { resolved: undefined, clearing })).toEqual({
      level: 'low',
      isShown: false,
      rise: undefined,
      dealtWith: false,
    });
    const left = aSignal(['medium', 'low', 8]);
    expect(summarise([left], { resolved: undefined, clearing })).toEqual({
      level: 'low',
      isShown: true,
      rise: undefined,
      dealtWith: false,
    });
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
    const { rise, level } = summarise(signals, { resolved: undefined, clearing });
    expect(level).toBe('low-medium');
    expect(rise).toMatchObject({ tier: 'high', notifyTier: 'high' });
    expect(rise?.top).toBe(first);
  });

  it('leaves out what has been withdrawn', () => {
    const withdrawn: Partial<SignalRecord> = { kind: 'withdrawn' satisfies Signal['kind'] };
    const signals = [aSignal(['low', 'medium', 8]), aSignal(['medium', 'high', 9], withdrawn)];
    expect(summarise(signals, { resolved: undefined, clearing })).toMatchObject({
      level: 'medium',
      rise: { tier: 'medium' },
    });
    expect(summarise([aSignal(['low', 'high', 9], withdrawn)], { resolved: undefined, clearing }).rise).toBeUndefined();
  });

  describe('of what was learnt of late', () => {
    const late = { late: true };
    it.each<[claim: string, signals: readonly SignalRecord[], notifyTier: Tier]>([
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
    ])('%s', (_claim, signals, notifyTier) => {
      expect(summarise(signals, { resolved: undefined, clearing }).rise).toMatchObject({ tier: 'high', notifyTier });
    });
  });

  describe('knows a relapse', () => {
    const again = aSignal(['low', 'medium', 10]);
    const risen = aSignal(['low', 'medium', 8], { answered: true });
    const down = aSignal(['medium', 'low', 9]);
    it.each<[claim: string, signals: readonly SignalRecord[], relapse: SignalRecord | undefined]>([
      ['after readings have shown low risk', [risen, down, again], again],
      ['after a repeat has confirmed it', [risen, { ...down, because: 'confirmed' }, again], again],
      ['not after values have only aged out', [risen, { ...down, because: 'aged-out' }, again], undefined],
      ['not after only the plan has changed', [risen, { ...down, because: 'plan-change' }, again], undefined],
      ['not when a person has answered it', [risen, down, { ...again, answered: true }], undefined],
      [
        'not when it was learnt of late',
        [risen, down, { ...again, late: true }, aSignal(['medium', 'low', 11])],
        undefined,
      ],
      ['not in a swing that never came to low', [risen, aSignal(['medium', 'low-medium', 9]), again], undefined],
      ['not in the first rise', [again], undefined],
    ])('%s', (_claim, signals, relapse) => {
      expect(summarise(signals, { resolved: undefined, clearing }).rise?.relapse).toBe(relapse);
    });

    it('after values had aged out, where readings have shown low risk before the next rise', () => {
      const signals = [risen, { ...down, because: 'aged-out' } as const, { ...again, at: oClock(12) }];
      const relapseWhenLowAt = (hour: number) =>
        summarise(signals, { resolved: undefined, lowRiskAt: [oClock(hour)], clearing }).rise?.relapse;
      expect(relapseWhenLowAt(11)).toBe(signals[2]);
      expect(relapseWhenLowAt(8)).toBeUndefined();
      expect(relapseWhenLowAt(12)).toBeUndefined();
    });
  });

  describe('after a person has resolved the last alert', () => {
    const known = { answered: true, closed: true };
    it.each<[claim: string, signals: readonly SignalRecord[], resolved: Resolution, tier: Tier | undefined]>([
      ['is nothing for what that person knew', [aSignal(['low', 'high', 8], known)], resolvedAt(9, 'high'), undefined],
      [
        'is nothing even where a device’s clock is ahead of ours',
        [aSignal(['low', 'high', 10], known)],
        resolvedAt(9, 'high'),
        undefined,
      ],
      [
        'is the rise since',
        [aSignal(['low', 'high', 8], known), aSignal(['high', 'low', 9], known), aSignal(['low', 'medium', 11])],
        resolvedAt(10, 'low'),
        'medium',
      ],
      [
        'is nothing for an earlier time that is no worse than what that person saw',
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
      const summary = summarise(signals, { resolved, clearing });
      expect(summary.rise?.tier).toBe(tier);
      expect(summary.dealtWith).toBe(tier === undefined);
    });
  });
});

it('ranks the tiers by urgency', () => {
  expect(isHigher('medium', 'low-medium')).toBe(true);
  expect(isHigher('medium', 'medium')).toBe(false);
  expect(higherTier('low-medium', 'high')).toBe('high');
});
