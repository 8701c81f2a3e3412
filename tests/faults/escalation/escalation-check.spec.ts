import { type AlertEvent, AlertId, instant, type Notification } from '#libs/contracts';
import {
  type AlertOfRun,
  faultsOfDelivery,
  faultsOfNotifications,
  faultsOfSteps,
  faultsOfSums,
} from './escalation-check.ts';
import type { ExpectedStep } from './expected-steps.ts';

const id = AlertId.parse('7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a10');
const raisedAt = instant(new Date('2026-11-28T10:00:00Z'));
const minute = (minutes: number) => instant(Date.parse(raisedAt) + minutes * 60_000);
const now = new Date(minute(3));
const expected: readonly ExpectedStep[] = [0, 1, 2].map((at) => ({
  ...{ step: at + 1, round: 0, minute: at, personIds: ['ada'] },
}));

const event = (kind: AlertEvent['kind'], at: AlertEvent['at'], facts: AlertEvent['facts'] = {}): AlertEvent => ({
  ...{ at, kind, by: { id: 'homeward', name: 'Homeward' }, text: '', facts },
});
const step = (number: number, at = minute(number - 1)): AlertEvent =>
  event('escalated', at, { because: 'unanswered', step: number, round: 0, people: [{ id: 'ada', name: 'Ada' }] });
const acknowledged = event('acknowledged', minute(1));

/** An alert with this timeline, whose next step is due later. */
function alertWith(events: readonly AlertEvent[], isAcknowledged = false): AlertOfRun {
  const escalation = { nextStepAt: minute(9) };
  return {
    ...{ id, raisedAt, events },
    // As much of an alert as is looked at.
    alert: { state: 'raised', escalation } as unknown as AlertOfRun['alert'],
    acknowledgement: isAcknowledged ? { at: minute(1), answeredAtMs: 1000 } : undefined,
  };
}

function notification(number: number, over: Partial<Notification> = {}): Notification {
  const key = { id: `n${String(number)}`, alertId: id, run: 1, step: number, round: 0, personId: 'ada' };
  // As much of a notification as is looked at.
  return { ...key, channel: 'sms', state: 'delivered', createdAt: minute(0), ...over } as unknown as Notification;
}
const both = (number: number): readonly Notification[] => [
  notification(number),
  notification(number, { channel: 'console', state: 'pending' }),
];

describe('What is wrong after a run', () => {
  it.each([
    ['nothing, where each step was taken', alertWith([step(1), step(2), step(3)]), 0],
    ['a step that is missing', alertWith([step(1), step(2)]), 1],
    ['a step that was taken twice', alertWith([step(1), step(2), step(2), step(3)]), 2],
    ['a step that was taken late', alertWith([step(1), step(2, minute(2)), step(3)]), 1],
    ['a step after the acknowledgement', alertWith([step(1), acknowledged, step(2)], true), 1],
    [
      'nothing, where a step came just before the acknowledgement',
      alertWith([step(1), step(2), acknowledged], true),
      0,
    ],
    ['an acknowledgement that is lost', alertWith([step(1)], true), 1],
    [
      'nothing, where the auditor has put the steps right',
      alertWith([step(1), event('escalated', minute(2), { because: 'repaired' }), step(1, minute(2))]),
      0,
    ],
  ])('is %s', (_what, alert, faults) => {
    expect(faultsOfSteps(alert, { expected, now })).toHaveLength(faults);
  });

  it.each([
    ['nothing, where each step has its notifications', both(1), 0],
    ['a notification that is missing', [notification(1)], 1],
    ['one that was made twice', [...both(1), notification(1)], 1],
    ['one of no step', [...both(1), ...both(2)], 2],
  ])('is %s', (_what, notifications, faults) => {
    expect(faultsOfNotifications(alertWith([step(1)]), notifications)).toHaveLength(faults);
  });

  it('is a notification that was made after the acknowledgement', () => {
    const late = notification(1, { createdAt: minute(2) });
    const console = notification(1, { channel: 'console', state: 'superseded' });
    expect(faultsOfNotifications(alertWith([step(1), acknowledged], true), [late, console])).toHaveLength(1);
  });

  it.each([
    ['nothing, where they agree', { created: 2, pending: 1, delivered: 1, failed: 0, superseded: 0 }, 0],
    ['sums that do not add up', { created: 2, pending: 1, delivered: 0, failed: 0, superseded: 0 }, 2],
    ['a ledger of another length', { created: 3, pending: 2, delivered: 1, failed: 0, superseded: 0 }, 2],
  ])('is %s', (_what, sums, faults) => {
    expect(faultsOfSums(sums, both(1))).toHaveLength(faults);
  });

  it.each([
    ['nothing, where a message arrived twice under one id', ['n1', 'n1'], 0],
    ['a message that never arrived', [], 1],
    ['a message of no notification', ['n1', 'other'], 1],
  ])('is %s', (_what, ids, faults) => {
    const received = ids.map((arrived) => ({ id: arrived, atMs: 0 }));
    expect(faultsOfDelivery(received, both(1), [alertWith([step(1)])])).toHaveLength(faults);
  });

  it('is a message that was sent long after the acknowledgement', () => {
    const received = [{ id: 'n1', atMs: 60_000 }];
    expect(faultsOfDelivery(received, both(1), [alertWith([step(1), acknowledged], true)])).toHaveLength(1);
  });
});
