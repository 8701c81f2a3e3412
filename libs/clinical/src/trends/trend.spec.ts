import fc from 'fast-check';
import type { TrendRule } from '../rule-sets/pathway-file.ts';
import { bucketOf, lookBackMs, type Sample, sampleMs, trendAt, wouldHold } from './trend.ts';

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
const scoreRise: TrendRule = { ...facts, kind: 'score-rise', by: 3, withinHours: 12 };
const saturationFall: TrendRule = {
  ...weightGain,
  code: 'oxygen-saturation',
  direction: 'fall',
  by: 4,
  withinHours: 24,
};
const pulseRise: TrendRule = { ...peakFlowFall, code: 'pulse-rate', direction: 'rise', by: 20 };

/** Samples by how many hours before noon they were taken. */
function samples(...pairs: readonly (readonly [hoursAgo: number, value: number])[]): Sample[] {
  return pairs.map(([hoursAgo, value]) => ({ takenAtMs: noon - hoursAgo * hour, value }));
}

const week = [180, 150, 120, 90, 60].map((hoursAgo) => [hoursAgo, 400] as const);

describe('the half hours that samples are taken from', () => {
  it('begin on the hour and half past, of UTC', () => {
    expect(bucketOf(noon) - bucketOf(noon - 1)).toBe(1);
    expect(bucketOf(noon + sampleMs - 1)).toBe(bucketOf(noon));
    expect(bucketOf(noon + sampleMs)).toBe(bucketOf(noon) + 1);
  });

  it('have a say for as long as a rule looks back', () => {
    expect(lookBackMs(weightGain)).toBe(72 * hour);
    expect(lookBackMs(scoreRise)).toBe(12 * hour);
    expect(lookBackMs(peakFlowFall)).toBe((24 + 7 * 24) * hour);
  });
});

describe('a trend', () => {
  it.each<[string, TrendRule, Sample[], boolean]>([
    [
      'holds for weight that two weighings show',
      weightGain,
      samples([70, 80.1], [48, 80.3], [2, 82.4], [0, 82.5]),
      true,
    ],
    ['does not for one weighing alone', weightGain, samples([70, 80.1], [48, 80.3], [24, 80.2], [0, 82.9]), false],
    [
      'does not where only one light weighing makes it',
      weightGain,
      samples([70, 78], [48, 80.3], [2, 82], [0, 82.2]),
      false,
    ],
    ['holds for the amount exactly', weightGain, samples([70, 80.1], [60, 80.1], [2, 82.1], [0, 82.1]), true],
    ['does not for a little less', weightGain, samples([70, 80.2], [60, 80.2], [2, 82.1], [0, 82.1]), false],
    ['counts what was taken as the window begins', weightGain, samples([72, 80], [72, 80], [2, 82], [0, 82]), true],
    ['does not count what was taken before', weightGain, samples([72.5, 80], [72.5, 80], [2, 82], [0, 82]), false],
    ['does not hold on two samples', weightGain, samples([48, 80], [0, 90]), false],
    ['holds on three that rise far', weightGain, samples([48, 80], [24, 82], [0, 84]), true],
    ['does not hold for what moves the other way', weightGain, samples([48, 84], [24, 82], [0, 80]), false],
    [
      'does not hold once the weight is lost again',
      weightGain,
      samples([48, 80], [47, 80], [24, 83], [23, 83], [0, 80]),
      false,
    ],
    ['holds for a fall', saturationFall, samples([20, 97], [18, 96], [1, 92], [0, 92]), true],
    [
      'does not hold for a rise where a fall is meant',
      saturationFall,
      samples([20, 90], [18, 90], [1, 96], [0, 96]),
      false,
    ],
    ['holds for a score that rises', scoreRise, samples([10, 1], [8, 2], [1, 5], [0, 5]), true],
    ['does not for one that fell to where it was', scoreRise, samples([10, 5], [8, 5], [1, 5], [0, 5]), false],
    ['holds far below what is usual', peakFlowFall, samples(...week, [12, 290], [0, 300]), true],
    ['does not hold on one value of today', peakFlowFall, samples(...week, [0, 200]), false],
    ['does not hold near what is usual', peakFlowFall, samples(...week, [12, 301], [0, 290]), false],
    ['does not hold on three days of the past', peakFlowFall, samples(...week.slice(0, 3), [12, 290], [0, 300]), false],
    ['holds on four', peakFlowFall, samples(...week.slice(0, 4), [12, 290], [0, 300]), true],
    ['does not look further back', peakFlowFall, samples([200, 400], ...week.slice(0, 3), [12, 290], [0, 290]), false],
    [
      'holds far above what is usual',
      pulseRise,
      samples(...week.map(([ago]) => [ago, 70] as const), [2, 91], [0, 90]),
      true,
    ],
  ])('%s', (_claim, rule, taken, holds) => {
    expect(trendAt(rule, taken).holds).toBe(holds);
  });

  it.each<[TrendRule, Sample[], string]>([
    [
      weightGain,
      samples([70, 80.1], [48, 80.3], [2, 82.4], [0, 82.5]),
      'body weight up 2.4 kg in 3 days (from 80.1 kg)',
    ],
    [weightGain, samples([70, 80.1], [0, 80.1]), 'body weight not changed in 3 days (from 80.1 kg)'],
    [weightGain, samples([0, 80.1]), 'too few values of body weight in 3 days to tell'],
    [saturationFall, samples([20, 97], [18, 96], [0, 92]), 'SpO2 down 5 % in 24 h (from 97 %)'],
    [scoreRise, samples([10, 1], [8, 2], [0, 5]), 'score up 4 in 12 h (from 1)'],
    [
      peakFlowFall,
      samples(...week, [12, 290], [0, 300]),
      'peak flow of the last 24 h down 105 L/min (from 400 L/min, the median of 7 days before)',
    ],
  ])('says what was found: %#', (rule, taken, words) => {
    expect(trendAt(rule, taken).words).toBe(words);
  });
});

describe('a wild value', () => {
  const rules = [weightGain, saturationFall, scoreRise, peakFlowFall, pulseRise] as const;
  const aRule = fc.constantFrom(...rules);
  // Few different values, so that ties are common; hours up to a bit more than any rule looks back.
  const someSamples = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 8 })), { minLength: 1, maxLength: 24 })
    .map((pairs) =>
      pairs
        .sort(([one], [other]) => other - one)
        .map(([halfHoursAgo, value]) => ({ takenAtMs: noon - halfHoursAgo * sampleMs, value })),
    );
  /** Scales small values so that each rule is met now and then. */
  const scaledFor = (rule: TrendRule, taken: readonly Sample[]): Sample[] =>
    taken.map(({ takenAtMs, value }) => ({ takenAtMs, value: (value * rule.by) / 2 }));

  it('never makes a rule hold that does not hold without it', () => {
    fc.assert(
      fc.property(aRule, someSamples, fc.nat(), fc.double({ noNaN: true }), (rule, few, which, wild) => {
        const taken = scaledFor(rule, few);
        const index = which % taken.length;
        const atMs = taken.at(-1)?.takenAtMs ?? noon;
        const changed = taken.map((sample, at) => (at === index ? { ...sample, value: wild } : sample));
        fc.pre(!wouldHold(rule, taken.toSpliced(index, 1), atMs));
        expect(trendAt(rule, changed).holds).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is any one sample: a rule holds exactly if it would with each in turn left out', () => {
    let held = 0;
    fc.assert(
      fc.property(aRule, someSamples, (rule, few) => {
        const taken = scaledFor(rule, few);
        const atMs = taken.at(-1)?.takenAtMs ?? noon;
        const { holds } = trendAt(rule, taken);
        const all = [taken, ...taken.map((_sample, index) => taken.toSpliced(index, 1))];
        expect(holds).toBe(all.every((less) => wouldHold(rule, less, atMs)));
        held += holds ? 1 : 0;
      }),
      { numRuns: 5000 },
    );
    expect(held).toBeGreaterThan(100);
  });
});
