import {
  alertId,
  conditionOf,
  derivedId,
  homewardItself,
  instant,
  PatientId,
  signalId,
  StayId,
  TeamId,
} from '#libs/contracts';
import type { AlertDecision, AlertRecord, Target } from './alert-decision.ts';
import { changeByPerson, changeBySignals, inactionText, timelineEvent } from './alert-event.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const patientId = PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c');
const stayId = StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c');
const condition = conditionOf('score');
const grace = { id: 'grace', name: 'Grace' };
const team = { teamId: TeamId.parse(derivedId('test', 'team')), name: 'Respiratory', by: grace, at };
const alert: AlertRecord = {
  id: alertId(stayId, condition, null),
  patientId,
  stayId,
  condition,
  conditionKind: 'score',
  tier: 'high',
  returnsAt: null,
  returned: null,
  currentTier: 'medium',
  state: 'raised',
  raisedAt: at,
  worsenedAt: null,
  responseDueAt: at,
  reason: 'NEWS2 7',
  instruction: null,
  late: false,
  scoreId: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgementNote: null,
  acknowledgementLapsesAt: null,
  owner: null,
  handedTo: null,
  snooze: null,
  clearsAt: null,
  clearedAt: null,
  resolvedAt: null,
  resolvedBy: null,
  outcome: null,
  outcomeNote: null,
  escalation: null,
  undoableUntil: null,
  revision: 2,
  since: null,
  answered: false,
  withdrawn: false,
  notifiedTier: 'high',
  signalReason: 'NEWS2 7',
};
const to: Target = {
  tier: 'high',
  notifiedTier: 'high',
  currentTier: 'medium',
  late: false,
  signal: {
    id: signalId(stayId, condition, at),
    revision: 1,
    patientId,
    stayId,
    condition,
    kind: 'tier-reached',
    tier: 'high',
    at,
    because: 'reading',
    late: false,
    reason: 'NEWS2 7',
    instruction: null,
    respondWithinMinutes: null,
    scoreId: null,
    answered: false,
    closed: false,
  },
};

describe('The timeline of an alert', () => {
  it.each<
    [decision: Exclude<AlertDecision, { change: 'nothing' }>, kind: string, text: string, over?: Partial<AlertRecord>]
  >([
    [{ change: 'raise', because: 'tier-reached', to }, 'raised', 'Raised as high: NEWS2 7.'],
    [{ change: 'raise', because: 'risen-again', to }, 'raised', 'Raised again as high: NEWS2 7.'],
    [
      { change: 'raise', because: 'late-rise', to },
      'raised',
      'Raised as high by readings that came late; the level is medium now: NEWS2 7.',
      { late: true },
    ],
    [{ change: 'worsen', because: 'higher-tier', to }, 'worsened', 'Got worse, to medium: NEWS2 7.'],
    [{ change: 'worsen', because: 'relapse', to }, 'worsened', 'Got worse again after low risk, to medium: NEWS2 7.'],
    [{ change: 'correct', because: 'corrected', to }, 'corrected', 'Corrected to high: NEWS2 7.'],
    [
      { change: 'correct', because: 'late-rise', to },
      'corrected',
      'Readings that came late show that it was high: NEWS2 7.',
    ],
    [{ change: 'follow', because: 'improved', currentTier: 'medium' }, 'improved', 'Improved to medium.'],
    [
      { change: 'follow', because: 'no-higher-than-before', currentTier: 'medium' },
      'rose-again',
      'Rose to medium again, no higher than before.',
    ],
    [
      { change: 'follow', because: 'no-rise-left', currentTier: 'low' },
      'corrected',
      'A correction left nothing to alert for; it stays open until a person resolves it.',
    ],
    [
      { change: 'withdraw', because: 'no-rise-left', currentTier: 'low' },
      'withdrawn',
      'Withdrawn: a correction left nothing to alert for.',
    ],
  ])('says of %j that it was %s', (decision, kind, text, over = {}) => {
    const { facts, ...change } = changeBySignals(decision, { before: undefined, after: { ...alert, ...over } }, []);
    expect(timelineEvent({ at, by: homewardItself, text: change.text, facts })).toMatchObject({
      at,
      kind,
      by: homewardItself,
      text,
      facts: { because: decision.because, tier: 'high' },
    });
  });

  it.each([
    [changeByPerson.acknowledged(null), 'acknowledged', 'Acknowledged.'],
    [changeByPerson.acknowledged('On my way'), 'acknowledged', 'Acknowledged. On my way.'],
    [changeByPerson.acknowledged(null, alert), 'acknowledged', 'Acknowledged together with a related alert.'],
    [
      changeByPerson.resolved('advice-given', 'Rang the patient'),
      'resolved',
      'Resolved: advice was given. Rang the patient.',
    ],
    [changeByPerson.resolved('no-action', null), 'resolved', 'Resolved: no action was needed.'],
    [changeByPerson.handedToPerson(grace, null), 'reassigned', 'Handed to Grace.'],
    [changeByPerson.handedToTeam(team, 'Oxygen'), 'reassigned', 'Handed to the team Respiratory. Oxygen.'],
    [changeByPerson.accepted(team), 'accepted', 'Accepted for the team Respiratory.'],
    [
      changeByPerson.declined(team, 'Not ours'),
      'declined',
      'Declined for the team Respiratory; it is back with Grace: Not ours.',
    ],
    [changeByPerson.takenOver(grace), 'taken-over', 'Taken over from Grace.'],
    [changeByPerson.snoozed({ until: at, reason: 'Asleep' }), 'snoozed', `Snoozed until ${at}: Asleep.`],
    [changeByPerson.undone('snoozed'), 'undone', 'Took back: the snooze.'],
    [changeByPerson.stayEnded(), 'stay-ended', 'Resolved, since the stay ended.'],
  ])('says what people did: %j', (change, kind, text) => {
    expect(change).toMatchObject({ text, facts: { kind } });
  });

  it('says why a signal changed no alert', () => {
    expect(inactionText('no-open-stay')).toBe('Changed no alert: no stay was open.');
  });
});
