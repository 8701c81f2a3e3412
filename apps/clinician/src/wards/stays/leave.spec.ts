import { instant, type MonitoringPause, PauseId, StayId } from '#libs/contracts';
import { leaveFaults, pausesAfterReturn, pausesOnLeave } from './leave.ts';

const hour = 3_600_000;
const at = instant(Date.UTC(2026, 10, 22, 8));
const after = (hours: number) => instant(Date.parse(at) + hours * hour);
const by = { id: 'nurse', name: 'A nurse' };
const stay = {
  id: StayId.parse('3f333df6-90a4-4fda-8dd3-9485d27cee36'),
  leave: { since: at, until: after(48), reason: 'A wedding' },
};
const pause = (n: number, from: number, until: number): MonitoringPause => ({
  id: PauseId.parse(`3f333df6-90a4-4fda-8dd3-9485d27cee0${String(n)}`),
  reason: 'asleep',
  from: after(from),
  until: after(until),
  decidedBy: by,
});

describe('A leave', () => {
  it.each([
    ['an hour', after(1), true],
    ['14 days', after(14 * 24), true],
    ['14 days and an hour', after(14 * 24 + 1), false],
    ['no time', at, false],
    ['until yesterday', after(-24), false],
  ])('for %s', (_time, until, isFine) => {
    expect(leaveFaults(until, at).map(({ path }) => path)).toEqual(isFine ? [] : ['until']);
  });

  it('pauses monitoring until the patient is to be back, in place of what was paused for less', () => {
    const pauses = pausesOnLeave([pause(1, -1, 10), pause(2, 40, 60), pause(3, 70, 80)], stay, by);
    expect(pauses.map(({ reason, from, until }) => [reason, from, until])).toEqual([
      ['away', at, after(48)],
      ['asleep', after(48), after(60)],
      ['asleep', after(70), after(80)],
    ]);
  });

  it('takes its pause with it when the patient is back, and no other', () => {
    const pauses = pausesOnLeave([pause(3, 70, 80)], stay, by);
    expect(pausesAfterReturn(pauses, stay)).toEqual([pause(3, 70, 80)]);
  });
});
