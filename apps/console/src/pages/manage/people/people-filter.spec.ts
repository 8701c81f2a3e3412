import { WardId } from '#libs/contracts';
import type { PeopleFilter } from '../../../api/staff.ts';
import { peopleFilterOf, peopleSearchOf } from './people-filter.ts';

const wardId = WardId.parse('5b0c1a52-57a4-4a65-8a39-0d8a1bd4f001');

describe('Which people', () => {
  it.each<[string, PeopleFilter]>([
    ['', { active: 'true' }],
    ['?active=any', { active: undefined }],
    ['?active=false', { active: 'false' }],
    [`?role=nurse&wardId=${wardId}`, { role: 'nurse', wardId, active: 'true' }],
  ])('%s asks for, and is asked for by', (search, filter) => {
    expect(peopleFilterOf(search)).toEqual(filter);
    expect(peopleSearchOf(filter)).toBe(search);
  });

  it('leaves out what cannot be read', () => {
    expect(peopleFilterOf('?role=king&wardId=7&active=maybe')).toEqual({ active: 'true' });
  });
});
