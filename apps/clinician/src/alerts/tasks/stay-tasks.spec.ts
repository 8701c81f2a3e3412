import { DeviceId, instant } from '#libs/contracts';
import { aStay } from '#libs/fixtures';
import { kitTask, leaveTask } from './stay-tasks.ts';

const at = instant(Date.UTC(2026, 5, 22, 8));

it('a patient on leave is a task from when they are to be back', () => {
  const leave = { since: at, until: instant(Date.UTC(2026, 5, 24, 17)), reason: 'A wedding' };
  const task = leaveTask(aStay({ state: 'on-leave', leave }));
  expect(task).toMatchObject({ kind: 'leave-overdue', dueAt: leave.until });
  expect(task?.words).toContain('24 June 2026 at 18:00');
  expect(leaveTask(aStay())).toBeUndefined();
});

it('the kit that a patient still has is to be fetched from when the stay has ended', () => {
  const task = kitTask(aStay(), [DeviceId.parse('watch-1'), DeviceId.parse('scale-2')], at);
  expect(task).toMatchObject({ kind: 'recover-kit', dueAt: at });
  expect(task?.words).toContain('watch-1, scale-2');
  expect(kitTask(aStay(), [], at)).toBeUndefined();
});
