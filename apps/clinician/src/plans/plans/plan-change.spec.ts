import { type Pathway, observationCodes } from '#libs/clinical';
import {
  HomewardError,
  instant,
  type MonitoringPlan,
  PatientId,
  type PersonalThreshold,
  PlanChange,
  ThresholdId,
} from '#libs/contracts';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import fc from 'fast-check';
import { deriveMonitoringPlan, nothingDecided, type PlanFacts } from './monitoring-plan.ts';
import { decide, prescribersParts } from './plan-change.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const nextMonth = '2026-12-22T08:00:00Z';
const thresholdId = ThresholdId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a11');
const drFirst = { id: 'person-1', name: 'Dr First' };
const drSecond = { id: 'person-2', name: 'Dr Second' };
const accepted: PersonalThreshold = {
  effect: 'accept',
  id: thresholdId,
  code: 'systolic-pressure',
  direction: 'below',
  limit: 95,
  decidedBy: drFirst,
  reason: 'Always low',
  decidedAt: at,
  reviewAt: instant(Date.parse(nextMonth)),
};
const alert = {
  effect: 'alert',
  code: 'pulse-rate',
  direction: 'above',
  limit: 120,
  tier: 'medium',
  reason: 'Fast atrial fibrillation last year',
  reviewAt: nextMonth,
} as const;
const accept = {
  effect: 'accept',
  code: 'pulse-rate',
  direction: 'above',
  limit: 105,
  reason: 'Usual',
  reviewAt: nextMonth,
} as const;

describe('A change of the plan', () => {
  let pathway: Pathway;
  beforeAll(async () => {
    const found = (await readRuleBook([builtInRuleSets])).newest('general');
    if (found === undefined) throw new Error('No general pathway.');
    pathway = found;
  });

  const factsWith = (thresholds: readonly PersonalThreshold[] = []): PlanFacts => ({
    patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03'),
    birthDate: '1951-03-04',
    stay: null,
    decisions: { ...nothingDecided, thresholds: [...thresholds] },
  });
  const decided = (change: object, facts = factsWith()) =>
    decide(PlanChange.parse(change), { facts, pathway, revision: 2, by: drSecond, at });
  const refusal = (change: object, facts = factsWith()): { code: string; faults: readonly object[] } => {
    try {
      decided(change, facts);
    } catch (error) {
      if (error instanceof HomewardError && 'faults' in error) {
        return { code: error.code, faults: error.faults as readonly object[] };
      }
      throw error;
    }
    throw new Error('It was not refused.');
  };
  const fault = (path: string, words: RegExp) =>
    expect.objectContaining({ path, message: expect.stringMatching(words) as string }) as object;

  it('leaves everything as it is that it does not name', () => {
    expect(decided({ monitoring: 'continuous' }, factsWith([accepted]))).toEqual({
      ...nothingDecided,
      thresholds: [accepted],
      monitoring: 'continuous',
    });
  });

  it('says who decided, when and why', () => {
    const { thresholds, ceilingOfCare, oxygenScale } = decided({
      thresholds: [alert],
      ceilingOfCare: { alertAtMost: 'none', instruction: 'Call the palliative care team', reason: 'Her wish' },
      oxygenScale: { scale: 2, reason: 'COPD', reviewAt: nextMonth, prescribedAt: '2026-11-20T10:00:00+01:00' },
    });
    const byWhom = { decidedBy: drSecond, decidedAt: at };
    expect(thresholds).toMatchObject([{ ...alert, ...byWhom, reviewAt: '2026-12-22T08:00:00.000Z' }]);
    expect(ceilingOfCare).toMatchObject({ ...byWhom, alertAtMost: 'none', reason: 'Her wish', reviewAt: null });
    expect(oxygenScale).toMatchObject({ prescribedBy: drSecond, prescribedAt: '2026-11-20T09:00:00.000Z' });
  });

  it('keeps a threshold as it was decided when it is sent as it is, and decides it anew under its id when it differs', () => {
    const { decidedBy: _by, decidedAt: _at, ...same } = accepted;
    expect(decided({ thresholds: [same] }, factsWith([accepted])).thresholds).toEqual([accepted]);
    const [renewed] = decided(
      { thresholds: [{ ...same, reviewAt: '2027-01-22T08:00:00Z' }] },
      factsWith([accepted]),
    ).thresholds;
    expect(renewed).toMatchObject({ id: thresholdId, decidedBy: drSecond, reviewAt: '2027-01-22T08:00:00.000Z' });
  });

  it('lists every fault with its path, what was found and what was expected', () => {
    const { code, faults } = refusal({
      exclusion: 'under-16',
      ceilingOfCare: { alertAtMost: 'none', reason: 'x', reviewAt: '2028-01-01T00:00:00Z' },
      thresholds: [
        { ...alert, limit: 900 },
        { ...alert, code: 'consciousness' },
        { ...alert, direction: 'below', limit: 40, tier: undefined },
        { ...accept, code: 'body-weight', limit: 80, tier: 'high' },
        { ...alert, id: thresholdId, limit: 130 },
      ],
    });
    expect(code).toBe('plan-refused');
    expect(faults).toEqual([
      fault('exclusion', /^found under-16, .*expected pregnant or null/),
      fault('thresholds.0.limit', /^found 900; expected 20 to 300 per minute/),
      fault('thresholds.1.code', /^found consciousness; expected a code whose values are numbers/),
      fault('thresholds.2.tier', /^found none; expected low-medium, medium or high/),
      fault('thresholds.3.tier', /^found high; expected none/),
      fault('thresholds.3.code', /^found body-weight; expected a parameter of NEWS2/),
      fault('thresholds.4.id', /expected the id of a threshold of this plan/),
      fault('thresholds.4.limit', /^contradicts thresholds\.0/),
      fault('ceilingOfCare.reviewAt', /^found 2028-01-01T00:00:00Z; expected a time to come, at most a year ahead/),
    ]);
  });

  it.each([
    ['a review in the past', { thresholds: [{ ...alert, reviewAt: '2026-11-22T08:00:00Z' }] }, 'review-in-past'],
    [
      'a prescription to come',
      { oxygenScale: { scale: 2, reason: 'COPD', reviewAt: nextMonth, prescribedAt: '2026-11-23T08:00:00Z' } },
      'prescribed-in-future',
    ],
  ])('is refused by a name of its own for %s', (_claim, change, code) => {
    expect(refusal(change).code).toBe(code);
  });

  const target = { from: 92, to: 96, reason: 'Usual for her', reviewAt: nextMonth };
  const scale2 = { scale: 2, reason: 'COPD', reviewAt: nextMonth };

  it('prescribes a target saturation, which stays until it is ended', () => {
    const { targetSaturation } = decided({ targetSaturation: target });
    expect(targetSaturation).toMatchObject({ from: 92, to: 96, prescribedBy: drSecond, prescribedAt: at });
    const facts = { ...factsWith(), decisions: { ...nothingDecided, targetSaturation } };
    expect(decided({ monitoring: 'continuous' }, facts).targetSaturation).toEqual(targetSaturation);
    expect(decided({ targetSaturation: null }, facts).targetSaturation).toBeNull();
  });

  it('has a target of 88 to 92 % on scale 2 and no other, whichever of the two is decided first', () => {
    const contradicts = /^found SpO2 scale 2 with a target of 92 to 96 %; expected 88 to 92 %/;
    expect(refusal({ oxygenScale: scale2, targetSaturation: target }).faults).toEqual([
      fault('targetSaturation', contradicts),
    ]);
    const onTarget = { ...factsWith(), decisions: decided({ targetSaturation: target }) };
    expect(refusal({ oxygenScale: scale2 }, onTarget).faults).toEqual([fault('oxygenScale', contradicts)]);
    const onScale2 = { ...factsWith(), decisions: decided({ oxygenScale: scale2 }) };
    expect(refusal({ targetSaturation: target }, onScale2).faults).toEqual([fault('targetSaturation', contradicts)]);
    const both = { oxygenScale: scale2, targetSaturation: { ...target, from: 88, to: 92 } };
    expect(decided(both)).toMatchObject({ oxygenScale: { scale: 2 }, targetSaturation: { from: 88 } });
  });

  it.each([
    [{ ...target, to: 92 }, 'targetSaturation.to', /^found 92; expected more than 92/],
    [{ ...target, reviewAt: '2026-11-01T00:00:00Z' }, 'targetSaturation.reviewAt', /in the past/],
  ])('refuses a target of %j', (targetSaturation, path, words) => {
    expect(refusal({ targetSaturation }).faults).toEqual([fault(path, words)]);
  });

  it.each<[string, readonly object[], RegExp | undefined]>([
    ['two limits for one tier', [alert, { ...alert, limit: 130 }], /there is one already/],
    ['a medium and a high limit', [alert, { ...alert, limit: 140, tier: 'high' }], undefined],
    ['an alert within what is accepted', [{ ...accept, limit: 130 }, alert], /accepted and alert/],
    ['an alert beyond what is accepted', [accept, alert], undefined],
    ['limits that leave no value', [alert, { ...alert, direction: 'below', limit: 121 }], /every value alerts/],
    ['limits with room between', [alert, { ...alert, direction: 'below', limit: 45 }], undefined],
  ])('looks at thresholds beside each other: %s', (_claim, thresholds, contradiction) => {
    if (contradiction === undefined) expect(decided({ thresholds }).thresholds).toHaveLength(2);
    else expect(refusal({ thresholds }).faults).toEqual([fault('thresholds.1.limit', contradiction)]);
  });

  it('has no words by which a threshold could switch off the high tier', () => {
    const code = fc.constantFrom(...observationCodes);
    const threshold = fc.record({
      effect: fc.constantFrom('alert', 'accept'),
      code,
      direction: fc.constantFrom('above', 'below'),
      limit: fc.double({ min: -10, max: 500, noNaN: true }),
      tier: fc.constantFrom(undefined, 'low', 'low-medium', 'medium', 'high', 'none'),
      reason: fc.constant('x'),
      reviewAt: fc.constant(nextMonth),
    });
    const extra = fc.constantFrom({}, { alertAtMost: 'none' }, { mutes: 'high' }, { without: 127 });
    fc.assert(
      fc.property(fc.array(fc.tuple(threshold, extra), { maxLength: 3 }), (asked) => {
        const change = PlanChange.safeParse({ thresholds: asked.map(([one, other]) => ({ ...one, ...other })) });
        if (!change.success) return;
        const context = { facts: factsWith(), pathway, revision: 2, by: drSecond, at };
        let plan: MonitoringPlan;
        try {
          plan = deriveMonitoringPlan(
            { ...context.facts, decisions: decide(change.data, context) },
            { pathway, revision: 2, at },
          );
        } catch (error) {
          if (error instanceof HomewardError) return;
          throw error;
        }
        // What alerts has a tier to alert at; what accepts names a parameter and a limit, and nothing of tiers.
        expect(plan.ceilingOfCare).toBeNull();
        for (const { effect, ...said } of plan.thresholds) {
          expect(Object.keys(said).toSorted()).toEqual(
            [
              ...['code', 'decidedAt', 'decidedBy', 'direction', 'id', 'limit', 'reason', 'reviewAt'],
              ...(effect === 'alert' ? ['tier'] : []),
            ].toSorted(),
          );
        }
      }),
    );
  });

  describe('is in part for a prescriber alone', () => {
    const partsOf = (change: object, known: readonly PersonalThreshold[] = []) =>
      prescribersParts(PlanChange.parse(change), { facts: factsWith(known), at });
    const { decidedBy: _by, decidedAt: _at, ...same } = accepted;

    it.each<[string, object, readonly PersonalThreshold[], readonly string[]]>([
      ['tightening is for those who nurse', { thresholds: [alert], monitoring: 'continuous' }, [], []],
      ['so is how often to measure', { dueEveryMinutes: { temperature: 60 }, latenessHours: 48 }, [], []],
      [
        'scale, target, exclusion and ceiling are not',
        { oxygenScale: null, targetSaturation: null, exclusion: null, ceilingOfCare: null },
        [],
        ['oxygenScale', 'targetSaturation', 'exclusion', 'ceilingOfCare'],
      ],
      ['a value is accepted', { thresholds: [alert, accept] }, [], ['thresholds.1']],
      ['one that was accepted stays', { thresholds: [same, alert] }, [accepted], []],
      ['it is widened', { thresholds: [{ ...same, limit: 90 }] }, [accepted], ['thresholds.0']],
      ['it is taken away', { thresholds: [alert] }, [accepted], ['thresholds']],
      ['it is left out once it has lapsed', { thresholds: [alert] }, [{ ...accepted, reviewAt: at }], []],
    ])('%s', (_claim, change, known, parts) => {
      expect(partsOf(change, known)).toEqual(parts);
    });
  });
});
