import { WardId } from '#libs/contracts';
import { wardPathAfter } from './ward-path.ts';

const other = WardId.parse('059aae35-fb84-5dc0-b5d2-2b776d0eeec7');

describe('Choosing another ward', () => {
  it.each([
    ['/wards/a', `/wards/${other}`],
    ['/wards/a/tasks', `/wards/${other}/tasks`],
    ['/wards', '/wards'],
    ['/patients/a', '/patients/a'],
    ['/', '/'],
  ])('leads from %s to %s', (path, to) => {
    expect(wardPathAfter(path, other)).toBe(to);
  });

  it('leads from a ward to all wards', () => {
    expect(wardPathAfter('/wards/a/tasks', null)).toBe('/wards');
  });
});
