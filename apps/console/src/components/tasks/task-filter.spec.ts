import { task, wardId } from '../../live/live-events.fixtures.ts';
import { admitsTask, taskFilterOf, taskSearchOf } from './task-filter.ts';

describe('which tasks the address asks for', () => {
  it.each([
    ['', { state: 'open' }],
    ['?state=done', { state: 'done' }],
    ['?state=all', {}],
    [`?ward=${wardId}`, { wardId, state: 'open' }],
  ])('"%s", and back again', (search, filter) => {
    expect(taskFilterOf(search)).toEqual(filter);
    expect(taskSearchOf(taskFilterOf(search))).toBe(search);
  });

  it('admits a new task where it belongs', () => {
    expect(admitsTask({ state: 'open' }, task())).toBe(true);
    expect(admitsTask({ state: 'open' }, task({ state: 'cancelled' }))).toBe(false);
    expect(admitsTask({ patientId: task({ of: 'Bob' }).patientId }, task())).toBe(false);
    expect(admitsTask({ wardId }, task())).toBe(true);
  });
});
