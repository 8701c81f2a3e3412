import { alert, atMinute } from '../live/live-events.fixtures.ts';
import { alertsToCallFor, notYetCalledFor } from './news-of-alerts.ts';

const amina = { id: 'u-1', name: 'Amina' };
const snooze = { by: amina, at: atMinute(1), reason: 'Asleep', until: atMinute(16) };
const called = (...alerts: ReturnType<typeof alert>[]) =>
  alertsToCallFor(
    alerts.map((data) => ({ event: 'alert', data })),
    null,
  ).length;

describe('A person is called', () => {
  it('for what is raised, not for what is answered, late, put off or better by now', () => {
    expect(called(alert())).toBe(1);
    expect(called(alert({ state: 'acknowledged' }), alert({ late: true }))).toBe(0);
    expect(called(alert({ snooze }), alert({ clearedAt: atMinute(4) }))).toBe(0);
  });

  it('again when it gets worse or is raised again, and for no other change', () => {
    const known = new Map<string, string>();
    const raised = alert();
    const isNews = (change: Partial<typeof raised>) => notYetCalledFor([{ ...raised, ...change }], known).length === 1;
    expect(isNews({})).toBe(true);
    expect(isNews({ revision: 2, currentTier: 'low' })).toBe(false);
    expect(isNews({ revision: 3, worsenedAt: atMinute(5) })).toBe(true);
    // The acknowledgement has lapsed: there is a new time to respond by.
    expect(isNews({ revision: 5, worsenedAt: atMinute(5), responseDueAt: atMinute(90) })).toBe(true);
    expect(isNews({ revision: 6, worsenedAt: atMinute(5), responseDueAt: atMinute(90) })).toBe(false);
  });
});
