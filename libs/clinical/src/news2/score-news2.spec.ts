import fc from 'fast-check';
import { consciousnessLevels } from '../vital-signs/observation-codes.ts';
import { type OxygenScale, type Tier, tiers } from '../charts/tiers.ts';
import { news2Parameters, type News2Parameter } from './news2-parameters.ts';
import { type News2Score, type News2Values, scoreNews2 } from './score-news2.ts';

const normal: News2Values = {
  respirationRate: 16,
  oxygenSaturation: 98,
  supplementalOxygen: false,
  systolicPressure: 120,
  pulseRate: 70,
  consciousness: 'A',
  temperature: 37,
};

/** A value for each number of points of each parameter (saturation: for each on either scale): every complete score there is. */
const everyBand: { readonly [P in News2Parameter]: readonly NonNullable<News2Values[P]>[] } = {
  respirationRate: [8, 10, 16, 22],
  oxygenSaturation: [83, 85, 87, 91, 92, 94, 96, 97],
  supplementalOxygen: [false, 2],
  systolicPressure: [90, 95, 105, 120],
  pulseRate: [40, 45, 70, 120],
  consciousness: ['A', 'C'],
  temperature: [35, 36, 37, 39.1],
};

const urgency = (tier: Tier): number => tiers.indexOf(tier);

function without(values: News2Values, pattern: number): News2Values {
  return Object.fromEntries(
    news2Parameters.flatMap((parameter, index) =>
      (pattern & (1 << index)) === 0 ? [[parameter, values[parameter]]] : [],
    ),
  );
}

/** Every set of values with exactly these parameters missing. */
function everySetWithout(missing: readonly News2Parameter[]): readonly News2Values[] {
  return news2Parameters
    .filter((parameter) => !missing.includes(parameter))
    .reduce<News2Values[]>(
      (sets, parameter) => sets.flatMap((set) => everyBand[parameter].map((value) => ({ ...set, [parameter]: value }))),
      [{}],
    );
}

describe('a complete NEWS2', () => {
  it('adds up the worked example', () => {
    const values: News2Values = {
      respirationRate: 22,
      oxygenSaturation: 94,
      supplementalOxygen: false,
      systolicPressure: 105,
      pulseRate: 96,
      consciousness: 'A',
      temperature: 38.4,
    };
    expect(scoreNews2(values, { scale: 1 })).toEqual({
      total: 6,
      min: 6,
      max: 6,
      complete: true,
      missing: [],
      tier: 'medium',
      highestTier: 'medium',
      scale: 1,
      components: {
        respirationRate: 2,
        oxygenSaturation: 1,
        supplementalOxygen: 0,
        systolicPressure: 1,
        pulseRate: 1,
        consciousness: 0,
        temperature: 1,
      },
      monitoring: 'every 1 h',
      monitorEveryMinutes: 60,
      responseWithinMinutes: 60,
      ruleSet: 'news2-2017',
    });
  });

  it.each<[string, News2Values, number, Tier, string, number | null]>([
    ['nothing abnormal', {}, 0, 'low', 'every 12 h', null],
    ['one point', { temperature: 38.5 }, 1, 'low', 'every 4–6 h', null],
    ['four points, none of them a three', { pulseRate: 120, respirationRate: 22 }, 4, 'low', 'every 4–6 h', null],
    ['a single three', { systolicPressure: 90 }, 3, 'low-medium', 'every 1 h', null],
    ['a three and a one', { systolicPressure: 90, pulseRate: 100 }, 4, 'low-medium', 'every 1 h', null],
    ['a three and a two', { systolicPressure: 90, pulseRate: 120 }, 5, 'medium', 'every 1 h', 60],
    ['five without a three', { pulseRate: 120, respirationRate: 22, temperature: 38.5 }, 5, 'medium', 'every 1 h', 60],
    ['two threes', { systolicPressure: 90, consciousness: 'C' }, 6, 'medium', 'every 1 h', 60],
    ['seven', { systolicPressure: 90, consciousness: 'C', pulseRate: 100 }, 7, 'high', 'continuous', 30],
    [
      'shock: a pulse of 160 and a systolic of 65',
      { pulseRate: 160, systolicPressure: 65 },
      6,
      'medium',
      'every 1 h',
      60,
    ],
  ])('%s', (_claim, abnormal, total, tier, monitoring, responseWithinMinutes) => {
    expect(scoreNews2({ ...normal, ...abnormal }, { scale: 1 })).toMatchObject({
      total,
      min: total,
      max: total,
      tier,
      highestTier: tier,
      monitoring,
      responseWithinMinutes,
    });
  });

  it('reaches 20 at the worst and never more', () => {
    const worst: News2Values = {
      respirationRate: 30,
      oxygenSaturation: 80,
      supplementalOxygen: 15,
      systolicPressure: 80,
      pulseRate: 150,
      consciousness: 'U',
      temperature: 34,
    };
    expect(scoreNews2(worst, { scale: 1 }).total).toBe(20);
    expect(scoreNews2(worst, { scale: 2 }).total).toBe(20);
  });

  it('does not punish a high saturation on air under scale 2', () => {
    expect(scoreNews2({ ...normal, oxygenSaturation: 98 }, { scale: 2 }).total).toBe(0);
    expect(scoreNews2({ ...normal, oxygenSaturation: 98, supplementalOxygen: 2 }, { scale: 2 }).total).toBe(5);
  });
});

describe('a partial NEWS2', () => {
  it('is the whole range when nothing is known', () => {
    expect(scoreNews2({}, { scale: 1 })).toMatchObject({
      total: null,
      min: 0,
      max: 20,
      complete: false,
      missing: news2Parameters,
      tier: 'low',
      highestTier: 'high',
      monitoring: 'every 4–6 h',
      responseWithinMinutes: null,
    });
  });

  it('proves a tier from what is known', () => {
    expect(scoreNews2({ pulseRate: 140 }, { scale: 1 })).toMatchObject({
      min: 3,
      tier: 'low-medium',
      highestTier: 'high',
    });
    expect(scoreNews2({ pulseRate: 140, respirationRate: 22 }, { scale: 1 })).toMatchObject({ min: 5, tier: 'medium' });
  });

  it('knows when what is missing could not make it worse', () => {
    expect(scoreNews2({ ...normal, supplementalOxygen: undefined }, { scale: 1 })).toMatchObject({
      total: null,
      min: 0,
      max: 2,
      tier: 'low',
      highestTier: 'low',
      monitoring: 'every 4–6 h',
    });
  });

  it.each([
    [92, { min: 0, max: 2, highestTier: 'low', components: { oxygenSaturation: 0 } }],
    [93, { min: 0, max: 3, highestTier: 'low', components: { oxygenSaturation: null } }],
    [95, { min: 0, max: 4, highestTier: 'low', components: { oxygenSaturation: null } }],
    [97, { min: 0, max: 5, highestTier: 'medium', components: { oxygenSaturation: null } }],
    [80, { min: 3, max: 5, highestTier: 'medium', components: { oxygenSaturation: 3 } }],
  ])(
    'on scale 2 a saturation of %s %% without knowing of oxygen is what air and oxygen make of it',
    (saturation, range) => {
      const values = { ...normal, oxygenSaturation: saturation, supplementalOxygen: undefined };
      expect(scoreNews2(values, { scale: 2 })).toMatchObject({
        ...range,
        total: null,
        missing: ['supplementalOxygen'],
      });
    },
  );

  it.each([1, 2] satisfies OxygenScale[])(
    'holds every completion of all 128 patterns on scale %s, and both ends of the range occur',
    (scale) => {
      const wrong: News2Score[] = [];
      for (let pattern = 1; pattern < 128; pattern += 1) {
        const missing = news2Parameters.filter((_, index) => (pattern & (1 << index)) !== 0);
        for (const values of everySetWithout(missing)) {
          const partial = scoreNews2(values, { scale });
          // What the sets with one parameter more span is what all completions span: each of those sets is held to the same,
          // down to the complete ones, whose least and most are their total.
          const [first = 'temperature'] = missing;
          const nearer = everyBand[first].map((value) => scoreNews2({ ...values, [first]: value }, { scale }));
          const right =
            partial.min === Math.min(...nearer.map(({ min }) => min)) &&
            partial.max === Math.max(...nearer.map(({ max }) => max)) &&
            urgency(partial.tier) === Math.min(...nearer.map(({ tier }) => urgency(tier))) &&
            urgency(partial.highestTier) === Math.max(...nearer.map(({ highestTier }) => urgency(highestTier))) &&
            partial.total === null &&
            partial.missing.join() === missing.join();
          if (!right) wrong.push(partial);
        }
      }
      expect(wrong).toEqual([]);
      const complete = everySetWithout([]).map((values) => scoreNews2(values, { scale }));
      expect(complete.filter(({ total, min, max }) => total !== min || total !== max)).toEqual([]);
      expect(complete.filter(({ tier, highestTier, missing }) => tier !== highestTier || missing.length > 0)).toEqual(
        [],
      );
    },
    60_000,
  );
});

const anyScale = fc.constantFrom<OxygenScale>(1, 2);
const anyValues: fc.Arbitrary<News2Values> = fc.record({
  respirationRate: fc.option(fc.double({ min: 1, max: 80, noNaN: true }), { nil: undefined }),
  oxygenSaturation: fc.option(fc.double({ min: 40, max: 100, noNaN: true }), { nil: undefined }),
  supplementalOxygen: fc.option(fc.oneof(fc.boolean(), fc.double({ min: 0, max: 60, noNaN: true })), {
    nil: undefined,
  }),
  systolicPressure: fc.option(fc.double({ min: 40, max: 300, noNaN: true }), { nil: undefined }),
  pulseRate: fc.option(fc.double({ min: 20, max: 300, noNaN: true }), { nil: undefined }),
  consciousness: fc.option(fc.constantFrom(...consciousnessLevels), { nil: undefined }),
  temperature: fc.option(fc.double({ min: 25, max: 45, noNaN: true }), { nil: undefined }),
});

describe('NEWS2, whatever the values', () => {
  it('keeps min ≤ total ≤ max within 0 to 20, and tier no higher than highestTier', () => {
    fc.assert(
      fc.property(anyValues, anyScale, (values, scale) => {
        const { min, max, total, tier, highestTier, missing, complete } = scoreNews2(values, { scale });
        expect(min).toBeGreaterThanOrEqual(0);
        expect(max).toBeLessThanOrEqual(20);
        expect(min).toBeLessThanOrEqual(max);
        expect(urgency(tier)).toBeLessThanOrEqual(urgency(highestTier));
        expect(complete).toBe(missing.length === 0);
        expect(total).toBe(complete ? min : null);
      }),
      { numRuns: 500 },
    );
  });

  it('never narrows away from what a further value then shows', () => {
    fc.assert(
      fc.property(anyValues, anyScale, fc.integer({ min: 0, max: 127 }), (values, scale, pattern) => {
        const wider = scoreNews2(without(values, pattern), { scale });
        const narrower = scoreNews2(values, { scale });
        expect(wider.min).toBeLessThanOrEqual(narrower.min);
        expect(wider.max).toBeGreaterThanOrEqual(narrower.max);
      }),
      { numRuns: 500 },
    );
  });

  // From where each parameter is normal to where it is as bad as it gets; on oxygen too much of it is bad on scale 2.
  it.each<[News2Parameter, OxygenScale, normal: number, worst: number]>([
    ['respirationRate', 1, 16, 1],
    ['respirationRate', 1, 16, 80],
    ['oxygenSaturation', 1, 100, 40],
    ['oxygenSaturation', 2, 90, 40],
    ['oxygenSaturation', 2, 90, 100],
    ['supplementalOxygen', 1, 0, 60],
    ['supplementalOxygen', 2, 0, 60],
    ['systolicPressure', 1, 150, 40],
    ['systolicPressure', 1, 150, 300],
    ['pulseRate', 1, 70, 20],
    ['pulseRate', 1, 70, 300],
    ['temperature', 1, 37, 25],
    ['temperature', 1, 37, 45],
  ])('never lowers the total when %s on scale %s moves from %s towards %s', (parameter, scale, middle, worst) => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyValues, share, share, (others, one, other) => {
        const at = (way: number): News2Score =>
          scoreNews2({ ...others, [parameter]: middle + (worst - middle) * way }, { scale });
        const [nearer, further] = [at(Math.min(one, other)), at(Math.max(one, other))];
        expect(further.min).toBeGreaterThanOrEqual(nearer.min);
        expect(further.max).toBeGreaterThanOrEqual(nearer.max);
        expect(urgency(further.tier)).toBeGreaterThanOrEqual(urgency(nearer.tier));
      }),
      { numRuns: 200 },
    );
  });

  it('never lowers the total when an alert patient is no longer alert', () => {
    fc.assert(
      fc.property(anyValues, anyScale, fc.constantFrom('C', 'V', 'P', 'U'), (others, scale, consciousness) => {
        const alert = scoreNews2({ ...others, consciousness: 'A' }, { scale });
        const worse = scoreNews2({ ...others, consciousness }, { scale });
        expect(worse.min).toBe(alert.min + 3);
        expect(worse.max).toBe(alert.max + 3);
      }),
    );
  });
});
