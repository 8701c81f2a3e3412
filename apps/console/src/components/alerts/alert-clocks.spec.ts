import { EscalationPolicyId } from '#libs/contracts';
import { alert, atMinute } from '../../live/live-events.fixtures.ts';
import { clocksOf } from './alert-clocks.ts';

const at = (minute: number): number => Date.parse(atMinute(minute));
const policyId = EscalationPolicyId.parse('7d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02');
const escalation = { policyId, policyVersion: 1, step: 1, round: 0, nextStepAt: atMinute(12), ended: null };
const amina = { id: 'u-1', name: 'Amina' };

describe('The clocks of an alert', () => {
  it.each([
    ['to respond, and to the next step', alert({ escalation }), 10, { respond: 20, 'next-step': 2 }],
    ['overdue, and the next step due by now', alert({ escalation }), 31, { overdue: 1, 'next-step': 0 }],
    [
      'to when an acknowledgement lapses',
      alert({ state: 'acknowledged', acknowledgementLapsesAt: atMinute(40) }),
      10,
      { lapses: 30 },
    ],
    [
      'to the end of a snooze, and to nothing else',
      alert({ snooze: { by: amina, at: atMinute(1), reason: 'Asleep', until: atMinute(16) } }),
      10,
      { snoozed: 6 },
    ],
    ['none once it has cleared', alert({ clearedAt: atMinute(5) }), 10, {}],
    ['none where only late readings show it', alert({ late: true }), 10, {}],
    ['none once it is over', alert({ state: 'resolved' }), 10, {}],
  ] as const)('%s', (_what, of, minute, spans) => {
    const clocks = clocksOf(of, at(minute)).map(({ kind, spanMs }) => [kind, spanMs / 60_000]);
    expect(Object.fromEntries(clocks)).toEqual(spans);
  });
});
