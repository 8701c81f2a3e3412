import type { Tier } from '#libs/clinical';
import { conditionOf, derivedId, instant, StayId } from '#libs/contracts';
import fc from 'fast-check';
import { compareLevels, type Move } from './level-comparison.ts';

const noonMs = Date.UTC(2026, 10, 21, 12);
const at = (minute: number): number => noonMs + minute * 60_000;
const stayId = StayId.parse(derivedId('test-stay', 'one'));
const score = conditionOf('score');
const day = { fromMs: at(0), toMs: at(1440) };

/** Changes of one condition by minute, each from the level before it. */
function moves(...levels: readonly (readonly [minute: number, tier: Tier])[]): Move[] {
  let previousTier: Tier = 'low';
  return levels.map(([minute, tier]) => {
    const move = { atMs: at(minute), stayId, condition: score, tier, previousTier };
    previousTier = tier;
    return move;
  });
}

describe('what becomes of an alert under other rules', () => {
  it.each<[string, Move[], Move[], readonly (readonly [string, string, number | null])[]]>([
    ['the same at the same time', moves([10, 'high']), moves([10, 'high']), [['high', 'same', 0]]],
    ['earlier', moves([60, 'medium']), moves([15, 'medium']), [['medium', 'earlier', 45]]],
    ['later, while it lasts', moves([60, 'medium'], [200, 'low']), moves([90, 'medium']), [['medium', 'later', -30]]],
    [
      'lost, where the other comes only when it is over',
      moves([60, 'medium'], [80, 'low']),
      moves([90, 'medium']),
      [
        ['medium', 'lost', null],
        ['medium', 'new', null],
      ],
    ],
    [
      'lost, where the other never reaches its tier',
      moves([60, 'high']),
      moves([60, 'low-medium']),
      [['high', 'lost', null]],
    ],
    ['new', [], moves([60, 'low-medium']), [['low-medium', 'new', null]]],
    [
      'each rise by itself',
      moves([10, 'medium'], [40, 'high']),
      moves([10, 'medium'], [25, 'high']),
      [
        ['medium', 'same', 0],
        ['high', 'earlier', 15],
      ],
    ],
    ['found in what was there before the period', moves([10, 'high']), moves([-50, 'high']), [['high', 'earlier', 60]]],
    ['not counted before the period', moves([-10, 'high']), [], []],
  ])('%s', (_claim, live, replayed, outcomes) => {
    const found = compareLevels(live, replayed, day);
    expect(found.map(({ tier, outcome, leadMinutes }) => [tier, outcome, leadMinutes])).toEqual(outcomes);
  });

  it('says when it came on either side', () => {
    expect(compareLevels(moves([60, 'medium']), moves([15, 'medium']), day)).toMatchObject([
      { liveAt: instant(at(60)), replayedAt: instant(at(15)), stayId, condition: 'score' },
    ]);
  });

  it('is nothing but the same where nothing differs, and mirrored where the sides are swapped', () => {
    const levels = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom<Tier>('low', 'low-medium', 'medium', 'high')),
      { maxLength: 8 },
    );
    const inTurn = (drawn: readonly (readonly [number, Tier])[]): Move[] => {
      const changed: (readonly [number, Tier])[] = [];
      let minute = 0;
      for (const [pause, tier] of drawn) {
        minute += pause;
        if (tier !== (changed.at(-1)?.[1] ?? 'low')) changed.push([minute, tier]);
      }
      return moves(...changed);
    };
    fc.assert(
      fc.property(levels, levels, (one, other) => {
        const [live, replayed] = [inTurn(one), inTurn(other)];
        expect(compareLevels(live, live, day).every(({ outcome }) => outcome === 'same')).toBe(true);
        const count = (of: typeof live, by: typeof live, outcome: string): number =>
          compareLevels(of, by, day).filter((alert) => alert.outcome === outcome).length;
        expect(count(live, replayed, 'lost')).toBe(count(replayed, live, 'new'));
        expect(count(live, replayed, 'new')).toBe(count(replayed, live, 'lost'));
      }),
    );
  });
});
