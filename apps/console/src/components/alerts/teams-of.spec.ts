import { derivedId, Team } from '#libs/contracts';
import { teamsOf } from './teams-of.ts';

const idOf = (name: string) => derivedId('test-team', name);
const team = (name: string, personIds: readonly string[], within: readonly string[] = []): Team =>
  Team.parse({ id: idOf(name), name, wardIds: [], personIds, teamIds: within.map(idOf), revision: 1 });

describe('The teams of a person', () => {
  it('are those they are named in, and those that have such a team within, however deep', () => {
    const teams = [
      team('all', [], ['day']),
      team('day', [], ['outreach']),
      team('outreach', ['u-1']),
      team('night', ['u-2']),
    ];
    expect([...teamsOf('u-1', teams)].toSorted()).toEqual(['all', 'day', 'outreach'].map(idOf).toSorted());
    expect(teamsOf('u-3', teams).size).toBe(0);
  });
});
