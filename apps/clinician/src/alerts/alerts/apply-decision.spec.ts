import { alertId, conditionOf, homewardItself, instant, PatientId, ScoreId, signalId, StayId } from '#libs/contracts';
import type { AlertRecord, Target } from './alert-decision.ts';
import { applyDecision, type Subject } from './apply-decision.ts';

const now = new Date('2026-11-22T08:00:00.000Z');
const inMinutes = (minutes: number) => instant(now.getTime() + minutes * 60_000);
const stayId = StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c');
const patientId = PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c');
const ada = { id: 'ada', name: 'Ada' };
const scoreId = ScoreId.parse('22222222-7d51-4d1c-9a34-3f2f5d6a7b8c');

const aTarget = (over: Partial<Target> = {}, respondWithinMinutes: number | null = null): Target => ({
  tier: 'high',
  notifiedTier: 'high',
  currentTier: 'medium',
  late: false,
  signal: {
    id: signalId(stayId, conditionOf('score'), inMinutes(-5)),
    revision: 1,
    patientId,
    stayId,
    condition: conditionOf('score'),
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
const aSubject = (over: Partial<Subject> = {}): Subject => ({
  patientId,
  stayId,
  condition: conditionOf('score'),
  alert: undefined,
  since: null,
  now,
  clearing: { atMost: 'low', forMinutes: 60 },
  isShown: true,
  wordsOf: ({ reason }) => `${reason}, in words`,
  ...over,
});
const lenient = { atMost: 'low-medium', forMinutes: 10 } as const;
const raise = (subject: Subject, to = aTarget()): AlertRecord => {
  const alert = applyDecision({ change: 'raise', because: 'tier-reached', to }, subject);
  if (alert === undefined) throw new Error('Nothing was raised.');
  return alert;
};
const earlier = { ...aSubject(), now: new Date(now.getTime() - 20 * 60_000) };
const acknowledged: AlertRecord = {
  ...raise(earlier, aTarget({ tier: 'medium', notifiedTier: 'medium' })),
  state: 'acknowledged',
  acknowledgedAt: inMinutes(-10),
  acknowledgedBy: ada,
  answered: true,
};

describe('An alert', () => {
  it('is raised with what the signal says, its id from stay, condition and the resolution before it', () => {
    expect(raise(aSubject())).toMatchObject({
      id: alertId(stayId, conditionOf('score'), null),
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
    expect(raise(aSubject({ since: inMinutes(-60) })).id).toBe(alertId(stayId, conditionOf('score'), inMinutes(-60)));
  });

  it.each([
    ['high', null, 30],
    ['medium', null, 60],
    ['low-medium', null, 60],
    ['high', 240, 240],
  ] as const)('of tier %s with %p minutes in the rules is to be answered within %i', (tier, minutes, due) => {
    expect(raise(aSubject(), aTarget({ tier }, minutes)).responseDueAt).toBe(inMinutes(due));
  });

  it('that gets worse is raised again, due anew, and not acknowledged any more', () => {
    const subject = aSubject({ alert: acknowledged });
    expect(applyDecision({ change: 'worsen', because: 'higher-tier', to: aTarget() }, subject)).toMatchObject({
      id: acknowledged.id,
      state: 'raised',
      tier: 'high',
      worsenedAt: instant(now),
      responseDueAt: inMinutes(30),
      raisedAt: acknowledged.raisedAt,
      acknowledgedBy: null,
      answered: true,
      revision: 2,
    });
  });

  it('whose patient relapses less far than before keeps the tier that a person answered', () => {
    const subject = aSubject({ alert: { ...acknowledged, tier: 'high' } });
    const to = aTarget({ tier: 'medium', notifiedTier: 'medium' });
    expect(applyDecision({ change: 'worsen', because: 'relapse', to }, subject)).toMatchObject({ tier: 'high' });
  });

  it('that is corrected keeps its state, and is never due sooner than people were told', () => {
    const to = aTarget();
    const corrected = applyDecision({ change: 'correct', because: 'late-rise', to }, aSubject({ alert: acknowledged }));
    expect(corrected).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: ada,
      tier: 'high',
      worsenedAt: null,
      responseDueAt: acknowledged.responseDueAt,
    });
    const high = raise(earlier);
    const lower = aTarget({ tier: 'medium', notifiedTier: 'medium' });
    expect(
      applyDecision({ change: 'correct', because: 'corrected', to: lower }, aSubject({ alert: high })),
    ).toMatchObject({ state: 'raised', tier: 'medium', responseDueAt: inMinutes(40) });
  });

  it('follows its patient and changes in nothing else but that it clears in time', () => {
    const followed = applyDecision(
      { change: 'follow', because: 'improved', currentTier: 'low' },
      aSubject({ alert: acknowledged }),
    );
    expect(followed).toEqual({ ...acknowledged, currentTier: 'low', clearsAt: inMinutes(60), revision: 2 });
  });

  it.each([
    ['at the time that was set when it first came down', { clearsAt: inMinutes(5) }, {}, 'low', inMinutes(5)],
    ['not while its level is up', { clearsAt: inMinutes(5) }, {}, 'medium', null],
    ['not because values have aged out: that shows nothing', {}, { isShown: false }, 'low', null],
    ['once', { clearedAt: inMinutes(-1) }, {}, 'low', null],
    ['at a higher level where the rules say so', {}, { clearing: lenient }, 'low-medium', inMinutes(10)],
  ] as const)('clears %s', (_claim, alert, over, currentTier, clearsAt) => {
    const subject = aSubject({ alert: { ...acknowledged, ...alert }, ...over });
    expect(applyDecision({ change: 'follow', because: 'improved', currentTier }, subject)).toMatchObject({ clearsAt });
  });

  it('that is withdrawn says so, and comes back to life as itself', () => {
    const alert = raise(earlier);
    const withdrawn = applyDecision(
      { change: 'withdraw', because: 'no-rise-left', currentTier: 'low' },
      aSubject({ alert }),
    );
    expect(withdrawn).toMatchObject({ state: 'resolved', resolvedBy: homewardItself, outcome: 'withdrawn' });
    expect(raise(aSubject({ alert: withdrawn }))).toMatchObject({
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
    expect(applyDecision({ change: 'nothing', because: 'no-rise' }, aSubject())).toBeUndefined();
  });
});
