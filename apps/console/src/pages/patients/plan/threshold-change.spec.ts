import { derivedId, instant, type PersonalThreshold, PlanChange, ThresholdId } from '#libs/contracts';
import { type ThresholdForm, thresholdFaults, withoutThreshold, withThreshold } from './threshold-change.ts';

const form = (change: Partial<ThresholdForm> = {}): ThresholdForm => ({
  effect: 'alert',
  code: 'temperature',
  direction: 'above',
  limit: '37,8',
  tier: 'medium',
  reason: 'Neutropenic',
  reviewOn: '2026-12-01',
  ...change,
});

const decided: PersonalThreshold = {
  effect: 'accept',
  id: ThresholdId.parse(derivedId('test-threshold', '1')),
  code: 'systolic-pressure',
  direction: 'below',
  limit: 100,
  reason: 'Usual on her medicines',
  decidedBy: { id: 'dr-iyer', name: 'Dr R. Iyer' },
  decidedAt: instant(Date.parse('2026-11-01T09:00:00Z')),
  reviewAt: instant(Date.parse('2026-12-01T09:00:00Z')),
};

describe('a change of personal limits', () => {
  it('sends those that stay with their id, so that they keep who decided them and when', () => {
    const change = withThreshold({ thresholds: [decided] }, form());
    expect(change.thresholds?.[0]).toMatchObject({ id: decided.id, limit: 100, reviewAt: decided.reviewAt });
    expect(PlanChange.safeParse(change).success).toBe(true);
  });

  it('sends a tier for a limit that alerts, and none for what is accepted as usual', () => {
    const added = (change: Partial<ThresholdForm>) => withThreshold({ thresholds: [] }, form(change)).thresholds?.[0];
    expect(added({})).toMatchObject({ limit: 37.8, tier: 'medium', reviewAt: '2026-12-01T23:59:00.000Z' });
    expect(added({ effect: 'accept' })).not.toHaveProperty('tier');
  });

  it('leaves out the one that is taken away, and no other', () => {
    const other = { ...decided, id: ThresholdId.parse(derivedId('test-threshold', '2')) };
    const change = withoutThreshold({ thresholds: [decided, other] }, decided.id);
    expect(change.thresholds?.map(({ id }) => id)).toEqual([other.id]);
  });

  it('names what is missing by its index among all limits', () => {
    expect(thresholdFaults(form({ limit: 'hot', reason: '', reviewOn: '' }), 2).map(({ path }) => path)).toEqual([
      'thresholds.2.limit',
      'thresholds.2.reason',
      'thresholds.2.reviewAt',
    ]);
    expect(thresholdFaults(form(), 0)).toEqual([]);
  });
});
