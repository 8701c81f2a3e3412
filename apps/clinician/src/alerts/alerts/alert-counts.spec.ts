import { instant } from '#libs/contracts';
import { calledByReading, countsOf, isBreach } from './alert-counts.ts';

type Change = Parameters<typeof countsOf>[0];

const now = new Date('2026-11-22T08:00:00.000Z');
const minutes = (after: number) => instant(now.getTime() + after * 60_000);

/** The parts of an alert that are counted. */
const anAlert = (over: Partial<Change['after']> = {}): Change['after'] =>
  // No count looks at any other part.
  ({
    tier: 'high',
    conditionKind: 'score',
    state: 'raised',
    late: false,
    snooze: null,
    raisedAt: minutes(0),
    worsenedAt: null,
    responseDueAt: minutes(30),
    ...over,
  }) as Change['after'];
const change = (kind: Change['facts']['kind'], before: Change['before'], after: Change['after']): Change => ({
  before,
  after,
  text: '',
  facts: { kind, because: kind },
});

describe('What the metrics count of a change of an alert', () => {
  it('counts that it was raised, and awaits the response', () => {
    expect(countsOf(change('raised', undefined, anAlert()), now)).toEqual({
      raised: { tier: 'high', rule_kind: 'score' },
      acknowledgedAfterSeconds: null,
      snoozed: false,
      awaitsResponse: true,
    });
  });

  it.each([
    ['it was raised', { raisedAt: minutes(-10) }, 600],
    ['it last got worse', { raisedAt: minutes(-60), worsenedAt: minutes(-5) }, 300],
  ])('counts the time to the acknowledgement from when %s', (_since, before, seconds) => {
    const after = anAlert({ ...before, state: 'acknowledged' });
    expect(countsOf(change('acknowledged', anAlert(before), after), now)).toMatchObject({
      acknowledgedAfterSeconds: seconds,
      awaitsResponse: false,
    });
  });

  it('does not count a note about what is acknowledged already', () => {
    const held = anAlert({ state: 'acknowledged' });
    expect(countsOf(change('acknowledged', held, held), now).acknowledgedAfterSeconds).toBeNull();
  });

  it.each([
    ['that lapsed', anAlert({ state: 'acknowledged' }), anAlert(), true],
    ['with a later time', anAlert(), anAlert({ responseDueAt: minutes(40) }), true],
    ['that only took another step', anAlert(), anAlert(), false],
    ['whose time has passed', undefined, anAlert({ responseDueAt: minutes(-1) }), false],
    ['that is snoozed', anAlert(), anAlert({ snooze: { total: null } as Change['after']['snooze'] }), false],
    ['that only late readings show', undefined, anAlert({ late: true }), false],
  ])('awaits a response to an alert %s: %#', (_which, before, after, awaits) => {
    expect(countsOf(change('escalated', before, after), now).awaitsResponse).toBe(awaits);
  });
});

describe('An alert without an answer when a response was due', () => {
  it.each([
    ['is a breach', {}, true],
    ['is one, though it was acknowledged since', { acknowledgedAt: minutes(31) }, true],
    ['is one, though it was resolved since', { resolvedAt: minutes(31) }, true],
    ['is none where it was acknowledged in time', { acknowledgedAt: minutes(30), resolvedAt: minutes(50) }, false],
    ['is none where it was snoozed in time', { snooze: { at: minutes(9) } as Change['after']['snooze'] }, false],
    ['is none where another response is due by now', { responseDueAt: minutes(90) }, false],
    ['is none where only late readings show it', { late: true }, false],
  ])('%s', (_what, over, breached) => {
    const alert = anAlert({ acknowledgedAt: null, resolvedAt: null, ...over });
    expect(isBreach(alert, new Date(minutes(30)))).toBe(breached);
  });
});

describe('The time from a reading to its alert', () => {
  type Decided = Parameters<typeof calledByReading>[0][number];
  const decided = (signal: Partial<Decided['signal']>, change: 'raise' | 'worsen' | 'follow'): Decided =>
    // No other part is looked at.
    ({
      signal: {
        because: 'reading',
        kind: 'tier-reached',
        late: false,
        tier: 'high',
        receivedAt: minutes(-1),
        ...signal,
      },
      alertId: undefined,
      decision: { change },
    }) as Decided;

  it('is measured from when the reading reached us, where it raises or worsens an alert', () => {
    const both = [decided({}, 'raise'), decided({ tier: 'medium', receivedAt: minutes(-2) }, 'worsen')];
    expect(calledByReading(both, now)).toEqual([
      { tier: 'high', seconds: 60 },
      { tier: 'medium', seconds: 120 },
    ]);
  });

  it.each([
    ['changes no alert for the worse', decided({}, 'follow')],
    ['is late', decided({ late: true }, 'raise')],
    ['comes of time that passes', decided({ because: 'overdue' }, 'raise')],
    ['takes a level back', decided({ kind: 'tier-left' }, 'raise')],
  ])('is not measured where the signal %s', (_what, one) => {
    expect(calledByReading([one], now)).toEqual([]);
  });
});
