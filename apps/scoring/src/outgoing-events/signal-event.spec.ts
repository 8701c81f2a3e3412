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

type Published = Pick<Signal, 'kind' | 'late' | 'tier'>;

describe('a change of level is history', () => {
  const lateRise = change(10, 'high');

  it.each<
    [string, LevelChange, { previousHorizonMs: number; newestLevel: Tier; published: Published | undefined }, boolean]
  >([
    [
      'when it is learnt of late and is over',
      lateRise,
      { previousHorizonMs: 20, newestLevel: 'low', published: undefined },
      true,
    ],
    ['not while it is still so', lateRise, { previousHorizonMs: 20, newestLevel: 'high', published: undefined }, false],
    [
      'when it has got better by a tier since',
      lateRise,
      { previousHorizonMs: 20, newestLevel: 'medium', published: undefined },
      true,
    ],
    [
      'not when nothing later was known',
      lateRise,
      { previousHorizonMs: 10, newestLevel: 'low', published: undefined },
      false,
    ],
    [
      'not when it was news when it was published first',
      lateRise,
      { previousHorizonMs: 20, newestLevel: 'low', published: { kind: 'tier-reached', late: false, tier: 'high' } },
      false,
    ],
    [
      'when it turns out to have been higher than was published',
      lateRise,
      { previousHorizonMs: 20, newestLevel: 'low', published: { kind: 'tier-reached', late: false, tier: 'medium' } },
      true,
    ],
    [
      'when it had been withdrawn before',
      lateRise,
      { previousHorizonMs: 20, newestLevel: 'low', published: { kind: 'withdrawn', late: false, tier: 'high' } },
      true,
    ],
  ])('%s', (_claim, of, facts, history) => {
    expect(isHistory(of, facts)).toBe(history);
  });
});
