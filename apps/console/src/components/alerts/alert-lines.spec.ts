import { compareAlerts } from '#libs/contracts';
import { alert, atMinute } from '../../live/live-events.fixtures.ts';
import { alertLines } from './alert-lines.ts';

const amina = { id: 'u-1', name: 'Amina' };
const bea = { id: 'u-2', name: 'Bea' };
const idsOf = (...alerts: ReturnType<typeof alert>[]) =>
  alertLines(alerts.toSorted(compareAlerts)).map(({ first, others }) => [first.id, ...others.map(({ id }) => id)]);

describe('The lines of a patient’s alerts', () => {
  const high = alert({ of: 'high', tier: 'high' });
  const medium = alert({ of: 'medium', tier: 'medium' });

  it('have what is raised in one, the most urgent first, for one acknowledgement', () => {
    expect(idsOf(medium, high)).toEqual([[high.id, medium.id]]);
  });

  it('have what is raised apart from what a person sees to, and each person’s apart', () => {
    const hers = alert({ of: 'hers', state: 'acknowledged', owner: amina });
    const also = alert({ of: 'also', state: 'acknowledged', owner: amina, worsenedAt: atMinute(9) });
    const other = alert({ of: 'other', tier: 'medium', state: 'acknowledged', owner: bea });
    expect(idsOf(hers, also, other, medium)).toEqual([[hers.id, also.id], [medium.id], [other.id]]);
  });

  it('have each by itself that is late, snoozed, cleared or over', () => {
    const snooze = { by: amina, at: atMinute(1), reason: 'Asleep', until: atMinute(16) };
    const apart = [
      alert({ of: 'late', late: true }),
      alert({ of: 'snoozed', snooze }),
      alert({ of: 'cleared', clearedAt: atMinute(3) }),
      alert({ of: 'over', state: 'resolved' }),
    ];
    expect(idsOf(...apart, high).map(({ length }) => length)).toEqual([1, 1, 1, 1, 1]);
  });
});
