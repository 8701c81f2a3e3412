import { alertId, conditionOf, instant, PatientId, ScoreId, StayId, WardId } from '#libs/contracts';
import type { KeptAlert, Target } from './alert-decision.ts';
import { applyDecision, type Place, withdrawnOutcome } from './apply-decision.ts';

const now = new Date('2026-11-22T08:00:00.000Z');
const inMinutes = (minutes: number) => instant(now.getTime() + minutes * 60_000);
const stay = {
  id: StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  wardId: WardId.parse('0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f'),
};
const scoreId = ScoreId.parse('22222222-7d51-4d1c-9a34-3f2f5d6a7b8c');

const aTarget = (over: Partial<Target> = {}, respondWithinMinutes: number | null = null): Target => ({
  tier: 'high',
  newsTier: 'high',
  currentTier: 'medium',
  late: false,
  signal: {
    kind: 'tier-reached',
    tier: 'high',
    at: inMinutes(-5),
    because: 'reading',
    late: false,
    reason: 'NEWS2 7',
    instruction: 'Not for hospital admission',
    respondWithinMinutes,
    scoreId,
    answered: false,
    closed: false,
  },
  ...over,
});
const aPlace = (over: Partial<Place> = {}): Place => ({
  patientId: PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  stay,
  condition: conditionOf('score'),
  alert: undefined,
  since: null,
  now,
  wordsOf: ({ reason }) => `${reason}, in words`,
  ...over,
});
const raise = (place: Place, to = aTarget()): KeptAlert => {
  const alert = applyDecision({ change: 'raise', because: 'tier-reached', to }, place);
  if (alert === undefined) throw new Error('Nothing was raised.');
  return alert;
};
const earlier = { ...aPlace(), now: new Date(now.getTime() - 20 * 60_000) };
const acknowledged: KeptAlert = {
  ...raise(earlier, aTarget({ tier: 'medium', newsTier: 'medium' })),
  state: 'acknowledged',
  acknowledgedAt: inMinutes(-10),
  acknowledgedBy: 'Ada',
  acted: true,
};

describe('An alert', () => {
  it('is raised with what the signal says, its id from stay, condition and the resolution before it', () => {
    expect(raise(aPlace())).toMatchObject({
      id: alertId(stay.id, conditionOf('score'), null),
      wardId: stay.wardId,
      conditionKind: 'score',
      state: 'raised',
      tier: 'high',
      currentTier: 'medium',
      raisedAt: instant(now),
      reason: 'NEWS2 7, in words',
      signalReason: 'NEWS2 7',
      instruction: 'Not for hospital admission',
      scoreId,
      revision: 1,
    });
    expect(raise(aPlace({ since: inMinutes(-60) })).id).toBe(alertId(stay.id, conditionOf('score'), inMinutes(-60)));
  });

  it.each([
    ['high', null, 30],
    ['medium', null, 60],
    ['low-medium', null, 60],
    ['high', 240, 240],
  ] as const)('of tier %s with %p minutes in the rules is to be answered within %i', (tier, minutes, due) => {
    expect(raise(aPlace(), aTarget({ tier }, minutes)).responseDueAt).toBe(inMinutes(due));
  });

  it('that gets worse is raised again, due anew, and nobody has it any more', () => {
    const place = aPlace({ alert: acknowledged });
    expect(applyDecision({ change: 'worsen', because: 'higher-tier', to: aTarget() }, place)).toMatchObject({
      id: acknowledged.id,
      state: 'raised',
      tier: 'high',
      worsenedAt: instant(now),
      responseDueAt: inMinutes(30),
      raisedAt: acknowledged.raisedAt,
      acknowledgedBy: null,
      acted: true,
      revision: 2,
    });
  });

  it('whose patient relapses less far than before keeps the tier that somebody acted on', () => {
    const place = aPlace({ alert: { ...acknowledged, tier: 'high' } });
    const to = aTarget({ tier: 'medium', newsTier: 'medium' });
    expect(applyDecision({ change: 'worsen', because: 'relapse', to }, place)).toMatchObject({ tier: 'high' });
  });

  it('that is corrected keeps its state, and is never due sooner than people were told', () => {
    const to = aTarget();
    const corrected = applyDecision({ change: 'correct', because: 'late-rise', to }, aPlace({ alert: acknowledged }));
    expect(corrected).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Ada',
      tier: 'high',
      worsenedAt: null,
      responseDueAt: acknowledged.responseDueAt,
    });
    const high = raise(earlier);
    const lower = aTarget({ tier: 'medium', newsTier: 'medium' });
    expect(
      applyDecision({ change: 'correct', because: 'corrected', to: lower }, aPlace({ alert: high })),
    ).toMatchObject({ state: 'raised', tier: 'medium', responseDueAt: inMinutes(40) });
  });

  it('follows its patient and changes in nothing else', () => {
    const followed = applyDecision(
      { change: 'follow', because: 'improved', currentTier: 'low' },
      aPlace({ alert: acknowledged }),
    );
    expect(followed).toEqual({ ...acknowledged, currentTier: 'low', revision: 2 });
  });

  it('that is taken back says so, and comes back to life as itself', () => {
    const alert = raise(earlier);
    const withdrawn = applyDecision(
      { change: 'withdraw', because: 'no-rise-left', currentTier: 'low' },
      aPlace({ alert }),
    );
    expect(withdrawn).toMatchObject({ state: 'resolved', resolvedBy: 'Homeward', outcome: withdrawnOutcome });
    expect(raise(aPlace({ alert: withdrawn }))).toMatchObject({
      id: alert.id,
      state: 'raised',
      raisedAt: instant(now),
      resolvedBy: null,
      outcome: null,
      withdrawn: false,
      revision: 3,
    });
  });

  it('is not there where nothing was decided', () => {
    expect(applyDecision({ change: 'nothing', because: 'no-rise' }, aPlace())).toBeUndefined();
  });
});
