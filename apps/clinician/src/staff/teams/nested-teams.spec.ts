import { type Team, TeamId } from '#libs/contracts';
import { cycleOf, membersOf } from './nested-teams.ts';

const id = (letter: string): TeamId => TeamId.parse(`00000000-0000-4000-8000-00000000000${letter}`);
type Nested = Pick<Team, 'id' | 'name' | 'teamIds' | 'personIds'>;
const teams = (nested: Readonly<Record<string, string>>): ReadonlyMap<TeamId, Nested> =>
  new Map(
    Object.entries(nested).map(([name, within]) => [
      id(name),
      { id: id(name), name, teamIds: Array.from(within, id), personIds: [`of ${name}`, 'of all'] },
    ]),
  );

describe('A team within itself', () => {
  it.each([
    ['none has teams', { a: '', b: '' }, undefined],
    ['a chain', { a: 'b', b: 'c', c: '' }, undefined],
    ['two ways to one team', { a: 'bc', b: 'd', c: 'd', d: '' }, undefined],
    ['directly', { a: 'a' }, ['a', 'a']],
    ['by another', { a: 'b', b: 'a' }, ['a', 'b', 'a']],
    ['by the second way', { a: 'bc', b: 'd', c: 'a', d: '' }, ['a', 'c', 'a']],
    ['a cycle of others, which it only leads to', { a: 'b', b: 'c', c: 'b' }, undefined],
    ['a team that does not exist', { a: 'e' }, undefined],
  ])('%s', (_claim, nested, cycle) => {
    expect(cycleOf(id('a'), teams(nested))).toEqual(cycle);
  });
});

it('has the people of the teams within it, each once', () => {
  expect(membersOf(id('a'), teams({ a: 'bc', b: 'd', c: 'd', d: '' }))).toEqual([
    'of a',
    'of all',
    'of b',
    'of d',
    'of c',
  ]);
});
