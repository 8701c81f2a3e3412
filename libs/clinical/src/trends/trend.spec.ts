import fc from 'fast-check';
import type { TrendRule } from '../rule-sets/pathway-file.ts';
import { bucketOf, confirmMs, lookBackMs, type Sample, sampleMs, trendAt } from './trend.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

const facts = { id: 'a-rule', tier: 'medium', reason: 'as the pathway says' } as const;
const weightGain: TrendRule = {
  ...facts,
  kind: 'change',
  code: 'body-weight',
  direction: 'rise',
  by: 2,
  withinHours: 72,
  slackHours: 12,
};
const slowGain: TrendRule = {
  ...facts,
  kind: 'from-baseline',
  code: 'body-weight',
  direction: 'rise',
  by: 2,
  withinHours: 168,
  baselineDays: 7,
};
const peakFlowFall: TrendRule = {
  ...facts,
  kind: 'from-baseline',
  code: 'peak-flow',
  direction: 'fall',
  by: 100,
  withinHours: 24,
  baselineDays: 7,
};
const saturationFall: TrendRule = { ...peakFlowFall, code: 'oxygen-saturation', by: 3, confirmWithinMinutes: 30 };
const scoreRise: TrendRule = { ...facts, kind: 'score-rise', by: 3, withinHours: 24, slackHours: 12 };

/** Samples by how many hours before noon they were taken. */
function samples(...pairs: readonly (readonly [hoursAgo: number, value: number])[]): Sample[] {
  return pairs.map(([hoursAgo, value]) => ({ takenAtMs: noon - hoursAgo * hour, value }));
}

/** What the rule says at each of the values, taken a day apart unless told otherwise. */
function verdicts(rule: TrendRule, values: readonly number[], everyHours = 24): readonly string[] {
  const taken = values.map((value, index) => ({ takenAtMs: noon + index * everyHours * hour, value }));
  return taken.map(({ takenAtMs }, index) => {
    const looked = taken.slice(0, index + 1).filter((one) => one.takenAtMs >= takenAtMs - lookBackMs(rule));
    const { holds, doubtful } = trendAt(rule, looked);
    return holds ? (doubtful ? 'doubtful' : 'holds') : '-';
  });
}

const week = [180, 150, 120, 90, 60].map((hoursAgo) => [hoursAgo, 400] as const);

describe('the half hours that samples are taken from', () => {
  it('begin on the hour and half past, of UTC', () => {
    expect(bucketOf(noon) - bucketOf(noon - 1)).toBe(1);
    expect(bucketOf(noon + sampleMs - 1)).toBe(bucketOf(noon));
    expect(bucketOf(noon + sampleMs)).toBe(bucketOf(noon) + 1);
  });

  it('have a say for as long as a rule looks back, its slack included', () => {
    expect(lookBackMs(weightGain)).toBe(84 * hour);
    expect(lookBackMs(scoreRise)).toBe(36 * hour);
    expect(lookBackMs(peakFlowFall)).toBe((24 + 7 * 24) * hour);
  });
});

describe('weight in heart failure', () => {
  const days = (count: number, each: number): readonly number[] =>
    Array.from({ length: count }, (_, day) => 80 + day * each);

  it('that rises by 0.9 kg a day alerts on the third day, and on every day after it', () => {
    expect(verdicts(weightGain, days(14, 0.9))).toEqual(['-', '-', '-', ...Array<string>(11).fill('holds')]);
  });

  it('that rises by 1.9 kg a day, each weighing five minutes later than the last, alerts on the second day', () => {
    expect(verdicts(weightGain, days(6, 1.9), 24 + 5 / 60)).toEqual(['-', '-', 'holds', 'holds', 'holds', 'holds']);
  });

  it('that rises by 0.7 kg a day is 2 kg in 3 days on the third, when it is weighed up to half a day later', () => {
    expect(verdicts(weightGain, days(4, 0.7), 28)).toEqual(['-', '-', '-', 'holds']);
    expect(verdicts(weightGain, days(4, 0.7), 29)).toEqual(['-', '-', '-', '-']);
  });

  it('that steps up by 2.5 kg is doubted on the day, and believed once it is weighed again', () => {
    expect(verdicts(weightGain, [80, 80.1, 82.6], 24)).toEqual(['-', '-', 'doubtful']);
    expect(trendAt(weightGain, samples([48, 80], [24, 80.1], [0.1, 82.6], [0, 82.5]))).toMatchObject({
      holds: true,
      doubtful: false,
    });
  });

  it('is not believed for one weighing that the next contradicts, heavy or light', () => {
    expect(verdicts(weightGain, [80, 80.1, 84, 80.2, 80.1])).toEqual(['-', '-', 'doubtful', '-', '-']);
    expect(verdicts(weightGain, [80, 80.1, 52, 80.2, 80.1])).toEqual(['-', '-', '-', '-', '-']);
  });

  it('that is gained slowly alerts against the week before last', () => {
    const slowly = days(16, 0.2);
    expect(verdicts(weightGain, slowly)).toEqual(Array<string>(16).fill('-'));
    expect(verdicts(slowGain, slowly)).toEqual([...Array<string>(12).fill('-'), ...Array<string>(4).fill('holds')]);
  });
});

describe('a fall of saturation', () => {
  it('of 4 % is found at the first set, and believed at the second', () => {
    expect(verdicts(saturationFall, [97, 97, 96, 97, 93, 93, 93], 6)).toEqual([
      ...['-', '-', '-', '-'],
      ...['doubtful', 'holds', 'holds'],
    ]);
  });

  it('is found in a new patient from the third set on, and goes on to be while it stays low', () => {
    expect(verdicts(saturationFall, [97, 96, 92, 92, 92, 92, 92], 6)).toEqual([
      ...['-', '-', 'doubtful'],
      ...['holds', 'holds', 'holds', 'holds'],
    ]);
  });

  it('in small steps needs no second value', () => {
    expect(verdicts(saturationFall, [97, 97, 97, 96, 95, 94], 6).at(-1)).toBe('holds');
  });

  it('waits for a second value for as long as the rule says, and for an hour where it does not', () => {
    expect(confirmMs(saturationFall)).toBe(hour / 2);
    expect(confirmMs(peakFlowFall)).toBe(hour);
  });
});

describe('a rise of the score', () => {
  it('of 0, 0, 4, 4 at twelve-hourly sets is found at the first 4 and believed at the second', () => {
    expect(verdicts(scoreRise, [0, 0, 4, 4], 12)).toEqual(['-', '-', 'doubtful', 'holds']);
  });

  it('is found where each set comes up to half a day late', () => {
    expect(verdicts(scoreRise, [0, 4, 4], 17)).toEqual(['-', 'doubtful', 'holds']);
  });
});

describe('a trend', () => {
  it.each<[string, TrendRule, Sample[], boolean]>([
    ['holds for the amount exactly', weightGain, samples([70, 80.1], [60, 80.1], [2, 82.1], [0, 82.1]), true],
    ['does not for a little less', weightGain, samples([70, 80.2], [60, 80.2], [2, 82.1], [0, 82.1]), false],
    ['counts what was taken as the window begins', weightGain, samples([84, 80], [2, 82], [0, 82]), true],
    ['does not count what was taken before', weightGain, samples([84.5, 80], [2, 82], [0, 82]), false],
    ['does not hold on one value', weightGain, samples([0, 90]), false],
    ['does not hold for what moves the other way', weightGain, samples([48, 84], [24, 82], [0, 80]), false],
    ['ends once the weight is lost again', weightGain, samples([48, 80], [47, 80], [24, 83], [23, 83], [0, 80]), false],
    ['holds far below what is usual', peakFlowFall, samples(...week, [12, 290], [0, 300]), true],
    ['does not hold near what is usual', peakFlowFall, samples(...week, [12, 290], [0, 301]), false],
    ['of what is usual needs two values before it', peakFlowFall, samples([6, 400], [0, 290]), false],
    ['goes by the first values where nothing is older', peakFlowFall, samples([8, 400], [6, 400], [0, 290]), true],
    ['goes by the days before where there are', peakFlowFall, samples(...week, [20, 300], [0, 290]), true],
  ])('%s', (_claim, rule, taken, holds) => {
    expect(trendAt(rule, taken).holds).toBe(holds);
  });

  it.each<[TrendRule, Sample[], string]>([
    [weightGain, samples([70, 80.1], [2, 82.4], [0, 82.5]), 'body weight up 2.4 kg in 3 days (from 80.1 kg)'],
    [weightGain, samples([70, 80.1], [0, 80.1]), 'body weight not changed in 3 days (from 80.1 kg)'],
    [weightGain, samples([0, 80.1]), 'too few values of body weight to tell'],
    [saturationFall, samples([20, 97], [18, 97], [0, 92]), 'SpO2 down 5 % from what is usual (97 %)'],
    [scoreRise, samples([10, 1], [8, 2], [0, 5]), 'score up 4 in 24 h (from 1)'],
  ])('says what was found: %#', (rule, taken, words) => {
    expect(trendAt(rule, taken).words).toBe(words);
  });
});

describe('a wild value', () => {
  const aRule = fc.constantFrom(weightGain, slowGain, saturationFall, scoreRise, peakFlowFall);
  // Steps of less than half of what the rule asks, so that nothing jumps by itself; hours within what any rule looks back.
  const calmSamples = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 4 })), { minLength: 4, maxLength: 24 })
    .map((pairs) =>
      [...new Map(pairs)]
        .sort(([one], [other]) => other - one)
        .map(([halfHoursAgo, value]) => ({ takenAtMs: noon - halfHoursAgo * sampleMs, value })),
    )
    .filter(({ length }) => length >= 4);
  const scaledFor = (rule: TrendRule, taken: readonly Sample[]): Sample[] =>
    taken.map(({ takenAtMs, value }) => ({ takenAtMs, value: (value * rule.by) / 10 }));
  const sign = (rule: TrendRule): number => (rule.kind === 'score-rise' || rule.direction === 'rise' ? 1 : -1);

  it('is never ignored and never believed alone: as the last value it is doubtful', () => {
    fc.assert(
      fc.property(aRule, calmSamples, fc.integer({ min: 1, max: 50 }), (rule, few, times) => {
        const taken = scaledFor(rule, few);
        const wild = { takenAtMs: noon, value: sign(rule) * rule.by * (times + 1) };
        fc.pre(taken.some(({ takenAtMs }) => takenAtMs >= noon - rule.withinHours * hour));
        expect(trendAt(rule, [...taken, wild])).toMatchObject({ holds: true, doubtful: true });
      }),
    );
  });

  it('that the values on both sides contradict makes no rule hold', () => {
    fc.assert(
      fc.property(aRule, calmSamples, fc.nat(), fc.integer({ min: -50, max: 50 }), (rule, few, which, times) => {
        fc.pre(Math.abs(times) > 2);
        const taken = scaledFor(rule, few);
        const index = 1 + (which % (taken.length - 2));
        const changed = taken.map((one, at) => (at === index ? { ...one, value: times * rule.by } : one));
        expect(trendAt(rule, changed).holds).toBe(false);
      }),
    );
  });
});
