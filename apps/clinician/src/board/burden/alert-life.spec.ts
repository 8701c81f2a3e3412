import type { AlertHistoryEvent } from '../../alerts/alerts/alert-history.ts';
import { isAction, lifeOf } from './alert-life.ts';

const minute = 60_000;

/** An event at so many minutes, of an alert to which a response is due at minute 30 unless it says otherwise. */
const event = (
  atMinute: number,
  kind: AlertHistoryEvent['kind'],
  { dueMinute = 30, ...over }: Partial<AlertHistoryEvent> & { readonly dueMinute?: number } = {},
): AlertHistoryEvent => ({
  at: atMinute * minute,
  kind,
  step: undefined,
  state: kind === 'acknowledged' ? 'acknowledged' : kind === 'resolved' ? 'resolved' : 'raised',
  responseDueAt: dueMinute * minute,
  isAwaited: true,
  outcome: kind === 'resolved' ? 'advice-given' : null,
  ...over,
});
const raised = event(0, 'raised');
const lifeAt = (nowMinute: number, ...events: readonly AlertHistoryEvent[]) => lifeOf(events, nowMinute * minute);

describe('What an alert asked of people', () => {
  it('is nothing but its being there while no one has answered it', () => {
    expect(lifeAt(10, raised)).toEqual({
      outcome: null,
      minutesToAcknowledge: null,
      minutesToResolve: null,
      breached: false,
      snoozes: 0,
      lapses: 0,
      escalations: 0,
    });
  });

  it.each([
    ['acknowledged in time', [event(20, 'acknowledged')], false],
    ['acknowledged to the minute', [event(30, 'acknowledged')], false],
    ['acknowledged too late', [event(31, 'acknowledged')], true],
    ['not acknowledged', [], true],
    ['resolved at once', [event(5, 'resolved')], false],
    ['resolved too late', [event(50, 'resolved')], true],
    ['put off in time', [event(20, 'snoozed', { isAwaited: false })], false],
    ['put off too late', [event(40, 'snoozed', { isAwaited: false })], true],
    ['withdrawn in time', [event(20, 'withdrawn', { state: 'resolved', outcome: 'withdrawn' })], false],
    ['ended with the stay, too late', [event(50, 'stay-ended', { state: 'resolved', outcome: 'discharged' })], true],
    [
      'worse, with a new time that was kept',
      [event(20, 'worsened', { dueMinute: 50 }), event(45, 'acknowledged')],
      false,
    ],
    [
      'late to a rise after an answer in time',
      [event(5, 'acknowledged'), event(40, 'worsened', { dueMinute: 70 })],
      true,
    ],
    [
      'answered once more after a lapse',
      [event(5, 'acknowledged'), event(60, 'lapsed', { dueMinute: 90 }), event(80, 'acknowledged')],
      false,
    ],
    ['not answered again after a lapse', [event(5, 'acknowledged'), event(60, 'lapsed', { dueMinute: 90 })], true],
    ['taken back and then left', [event(5, 'acknowledged'), event(6, 'undone')], true],
  ] as const)('is a breach where it should be: %s', (_what, events, breached) => {
    expect(lifeAt(100, raised, ...events).breached).toBe(breached);
  });

  it('is no breach where only late readings show it', () => {
    expect(lifeAt(100, event(0, 'raised', { isAwaited: false })).breached).toBe(false);
  });

  it.each([
    ['from when it was raised', [event(12, 'acknowledged')], 12],
    ['from when it last got worse before', [event(10, 'worsened'), event(12, 'acknowledged')], 2],
    ['to the first answer alone', [event(12, 'acknowledged'), event(20, 'worsened'), event(40, 'acknowledged')], 12],
    ['to the resolution, where that is the first answer', [event(7, 'resolved')], 7],
    [
      'not to an answer that was taken back',
      [event(5, 'acknowledged'), event(6, 'undone'), event(9, 'acknowledged')],
      9,
    ],
    [
      'to an answer of which only the resolution was taken back',
      [event(3, 'acknowledged'), event(8, 'resolved'), event(9, 'undone', { state: 'acknowledged' })],
      3,
    ],
    ['not to what Homeward ended', [event(9, 'withdrawn', { state: 'resolved', outcome: 'withdrawn' })], null],
    [
      'from when it was raised again',
      [
        event(9, 'withdrawn', { state: 'resolved', outcome: 'withdrawn' }),
        event(60, 'raised'),
        event(64, 'acknowledged'),
      ],
      4,
    ],
  ] as const)('counts the time to the acknowledgement %s', (_from, events, minutes) => {
    expect(lifeAt(100, raised, ...events).minutesToAcknowledge).toBe(minutes);
  });

  it.each([
    ['by a person', [event(25, 'resolved')], 25],
    ['by a person, at the second attempt', [event(25, 'resolved'), event(26, 'undone'), event(33, 'resolved')], 33],
    ['by the end of the stay', [event(25, 'stay-ended', { state: 'resolved', outcome: 'discharged' })], null],
    ['by a person who took it back', [event(25, 'resolved'), event(26, 'undone')], null],
  ] as const)('counts the time to the resolution %s', (_by, events, minutes) => {
    expect(lifeAt(100, raised, ...events).minutesToResolve).toBe(minutes);
  });

  it('counts snoozes, lapses, and steps beyond the first one', () => {
    const life = lifeAt(
      500,
      raised,
      event(0, 'escalated', { step: 1 }),
      event(10, 'escalated', { step: 2 }),
      event(20, 'escalated', { step: 3 }),
      event(21, 'escalated'),
      event(25, 'snoozed', { isAwaited: false }),
      event(60, 'snooze-ended', { dueMinute: 90 }),
      event(61, 'acknowledged'),
      event(120, 'lapsed', { dueMinute: 150 }),
      event(130, 'resolved'),
    );
    expect(life).toMatchObject({ snoozes: 1, lapses: 1, escalations: 2, outcome: 'advice-given', breached: false });
  });
});

describe('An outcome', () => {
  it.each([
    ['advice-given', true],
    ['visit-arranged', true],
    ['medication-changed', true],
    ['conveyed-to-hospital', true],
    ['device-problem', true],
    ['other', true],
    ['no-action', false],
    ['false-alarm', false],
    ['withdrawn', false],
    ['discharged', false],
  ] as const)('%s is an action: %s', (outcome, isOne) => {
    expect(isAction(outcome)).toBe(isOne);
  });
});
