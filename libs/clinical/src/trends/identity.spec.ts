import { identityAt, type IdentityRule, identityRules, type SampleOf } from './identity.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

const ruleOf = (id: string): IdentityRule => {
  const rule = identityRules.find((one) => one.id === id);
  if (rule === undefined) throw new TypeError(`There is no rule ${id}.`);
  return rule;
};

/** Sets of values, one every so many hours, the last at noon. */
function sets(everyHours: number, ...values: readonly Readonly<Record<string, number>>[]): readonly SampleOf[] {
  return values.flatMap((set, index) =>
    Object.entries(set).map(([series, value]) => ({
      series,
      value,
      takenAtMs: noon - (values.length - 1 - index) * everyHours * hour,
    })),
  );
}

const pulses = (...values: readonly number[]): readonly SampleOf[] =>
  sets(12, ...values.map((value) => ({ 'pulse-rate': value })));

describe('a flat line', () => {
  it('of twenty identical sets is noticed, and says so', () => {
    const trend = identityAt(ruleOf('pulse-flat'), pulses(...Array<number>(20).fill(72)));
    expect(trend).toEqual({ holds: true, doubtful: false, words: 'pulse has been 72 per minute 20 times in a row' });
  });

  it('is none while one of the twenty differs, or there are fewer', () => {
    expect(identityAt(ruleOf('pulse-flat'), pulses(...Array<number>(19).fill(72))).holds).toBe(false);
    expect(identityAt(ruleOf('pulse-flat'), pulses(...Array<number>(19).fill(72), 73)).holds).toBe(false);
    expect(identityAt(ruleOf('pressure-flat'), []).holds).toBe(false);
  });
});

describe('another person', () => {
  const weights = (...values: readonly number[]) => sets(24, ...values.map((value) => ({ 'body-weight': value })));

  it('on the scales, of 52 kg where 80 kg is usual, is questioned at once and believed when weighed again', () => {
    const rule = ruleOf('weight-of-another');
    expect(identityAt(rule, weights(80, 80.4, 80.1, 52))).toEqual({
      holds: true,
      doubtful: true,
      words: 'body weight 52 kg, usually 80.1 kg',
    });
    expect(identityAt(rule, weights(80, 80.4, 80.1, 52, 52.1))).toMatchObject({ holds: true, doubtful: false });
    expect(identityAt(rule, weights(80, 80.4, 80.1, 52, 80.2)).holds).toBe(false);
  });

  it('is not suspected of what is gained day by day', () => {
    expect(identityAt(ruleOf('weight-of-another'), weights(80, 82, 84, 86, 88)).holds).toBe(false);
  });

  const own = { 'pulse-rate': 72, 'systolic-pressure': 128, 'respiration-rate': 16, temperature: 36.7 };
  const other = { 'pulse-rate': 101, 'systolic-pressure': 170, 'respiration-rate': 17, temperature: 36.6 };

  it('whose device this is, several values at once far from the own ones, is questioned and then believed', () => {
    const rule = ruleOf('signs-of-another');
    expect(identityAt(rule, sets(6, own, own, own, other))).toEqual({
      holds: true,
      doubtful: true,
      words: 'pulse 101 per minute, usually 72 per minute; systolic pressure 170 mmHg, usually 128 mmHg',
    });
    expect(identityAt(rule, sets(6, own, own, own, other, other))).toMatchObject({ holds: true, doubtful: false });
    expect(identityAt(rule, sets(6, own, own, own, other, own)).holds).toBe(false);
  });

  it('is noticed where the values become better than the own ones, too', () => {
    expect(identityAt(ruleOf('signs-of-another'), sets(6, other, other, other, own)).holds).toBe(true);
  });

  it('is not suspected for one value alone, nor where little is known yet', () => {
    const rule = ruleOf('signs-of-another');
    expect(identityAt(rule, sets(6, own, own, own, { ...own, 'pulse-rate': 120 })).holds).toBe(false);
    expect(identityAt(rule, sets(6, own, other)).holds).toBe(false);
  });
});
