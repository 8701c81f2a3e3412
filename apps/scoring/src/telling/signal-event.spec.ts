import type { Tier } from '#libs/clinical';
import { conditionOf, derivedId, type Signal, StayId } from '#libs/contracts';
import type { LevelChange } from '#libs/timeline';
import { isHistory } from './signal-event.ts';

const change = (atMs: number, tier: Tier): LevelChange => ({
  atMs,
  tier,
  previousTier: 'low',
  stayId: StayId.parse(derivedId('test-stay', 'one')),
  condition: conditionOf('score'),
  because: 'reading',
  reason: '',
  instruction: null,
  respondWithinMinutes: null,
  point: null,
});

type Told = Pick<Signal, 'kind' | 'late' | 'tier'>;

describe('a change of level is history', () => {
  const lateRise = change(10, 'high');

  it.each<[string, LevelChange, { toldUpToMs: number; levelNow: Tier; told: Told | undefined }, boolean]>([
    ['when it is learnt of late and is over', lateRise, { toldUpToMs: 20, levelNow: 'low', told: undefined }, true],
    ['not while it is still so', lateRise, { toldUpToMs: 20, levelNow: 'high', told: undefined }, false],
    ['when it has got better by a tier since', lateRise, { toldUpToMs: 20, levelNow: 'medium', told: undefined }, true],
    ['not when nothing later was known', lateRise, { toldUpToMs: 10, levelNow: 'low', told: undefined }, false],
    [
      'not when it was news when it was told first',
      lateRise,
      { toldUpToMs: 20, levelNow: 'low', told: { kind: 'tier-reached', late: false, tier: 'high' } },
      false,
    ],
    [
      'when it turns out to have been higher than was told',
      lateRise,
      { toldUpToMs: 20, levelNow: 'low', told: { kind: 'tier-reached', late: false, tier: 'medium' } },
      true,
    ],
    [
      'when it had been taken back before',
      lateRise,
      { toldUpToMs: 20, levelNow: 'low', told: { kind: 'withdrawn', late: false, tier: 'high' } },
      true,
    ],
  ])('%s', (_claim, of, facts, history) => {
    expect(isHistory(of, facts)).toBe(history);
  });
});
