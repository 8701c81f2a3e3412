import { decideAcknowledgement, decideResolution } from './alert-moves.ts';

describe('Acknowledging', () => {
  it.each([
    ['raised', { move: 'take', because: 'open' }],
    ['acknowledged', { move: 'none', because: 'already-acknowledged' }],
    ['resolved', { move: 'refuse', because: 'already-resolved' }],
  ] as const)('an alert that is %s', (state, decision) => {
    expect(decideAcknowledgement({ state })).toEqual(decision);
  });
});

describe('Resolving', () => {
  const resolved = { state: 'resolved', resolvedBy: 'Ada', outcome: 'Oxygen' } as const;
  const untouched = { resolvedBy: null, outcome: null };

  it.each([
    ['one that is raised', { ...untouched, state: 'raised' }, 'take'],
    ['one that is acknowledged', { ...untouched, state: 'acknowledged' }, 'take'],
    ['it again, word for word', resolved, 'none'],
    ['it again with another outcome', { ...resolved, outcome: 'Fluids' }, 'refuse'],
    ['what somebody else resolved', { ...resolved, resolvedBy: 'Grace' }, 'refuse'],
  ] as const)('%s', (_claim, alert, move) => {
    expect(decideResolution(alert, { by: 'Ada', outcome: 'Oxygen' }).move).toBe(move);
  });
});
