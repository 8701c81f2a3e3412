import { decideAcknowledgement, decideReply, decideResolution } from './answer-decision.ts';

const ada = { id: 'ada', name: 'Ada' };
const grace = { id: 'grace', name: 'Grace' };

describe('Acknowledging', () => {
  it.each([
    ['raised', { decision: 'apply' }],
    ['acknowledged', { decision: 'nothing', because: 'already-acknowledged' }],
    ['resolved', { decision: 'refuse', because: 'already-resolved' }],
  ] as const)('an alert that is %s', (state, decision) => {
    expect(decideAcknowledgement({ state, acknowledgedBy: grace }, ada)).toEqual(decision);
  });

  it('again, by the same person, is the same request sent twice', () => {
    const alert = { state: 'acknowledged', acknowledgedBy: { ...ada, name: 'Ada Lovelace' } } as const;
    expect(decideAcknowledgement(alert, ada)).toEqual({ decision: 'nothing', because: 'repeated' });
  });
});

describe('Resolving', () => {
  const resolved = { state: 'resolved', resolvedBy: ada, outcome: 'other', outcomeNote: 'Oxygen' } as const;
  const untouched = { resolvedBy: null, outcome: null, outcomeNote: null };

  it.each([
    ['one that is raised', { ...untouched, state: 'raised' }, 'apply'],
    ['one that is acknowledged', { ...untouched, state: 'acknowledged' }, 'apply'],
    ['it again, word for word', resolved, 'nothing'],
    ['it again with another outcome', { ...resolved, outcome: 'advice-given' }, 'refuse'],
    ['it again with another note', { ...resolved, outcomeNote: 'Fluids' }, 'refuse'],
    ['what another person resolved', { ...resolved, resolvedBy: grace }, 'refuse'],
  ] as const)('%s', (_claim, alert, decision) => {
    expect(decideResolution(alert, { by: ada, outcome: 'other', note: 'Oxygen' }).decision).toBe(decision);
  });
});

describe('A reply to a notification of the second run', () => {
  const escalation = (run: number) =>
    ({
      run,
      mutedBy: null,
      policyId: 'p',
      policyVersion: 1,
      step: 1,
      round: 0,
      nextStepAt: null,
      ended: null,
    }) as never;
  const alert = { acknowledgedBy: null, owner: null, escalation: escalation(2) };

  it.each([
    ['acknowledges what still calls people', { ...alert, state: 'raised' }, 'acknowledged'],
    [
      'comes too late for a person who was faster',
      { ...alert, state: 'acknowledged', acknowledgedBy: grace },
      'already-acknowledged',
    ],
    ['comes too late for what is resolved', { ...alert, state: 'resolved' }, 'resolved'],
    [
      'does not acknowledge what calls people anew',
      { ...alert, state: 'raised', escalation: escalation(3) },
      'superseded',
    ],
    ['does nothing about an alert that is not there', undefined, 'resolved'],
  ] as const)('%s', (_claim, found, outcome) => {
    expect(decideReply(found, 2)).toEqual({ outcome, by: outcome === 'already-acknowledged' ? 'Grace' : null });
  });
});
