import type { Team, TeamId } from '#libs/contracts';

type Nested = Pick<Team, 'id' | 'name' | 'teamIds'>;

/**
 * The names of the teams on the way from a team down to itself, it first and last; undefined where it is not within itself.
 *
 * @param teams all of them, as they are to be.
 */
export function cycleOf(id: TeamId, teams: ReadonlyMap<TeamId, Nested>): readonly string[] | undefined {
  const seen = new Set<TeamId>();
  const search = (at: TeamId, way: readonly string[]): readonly string[] | undefined => {
    const team = teams.get(at);
    if (team === undefined) return undefined;
    const names = [...way, team.name];
    if (at === id && way.length > 0) return names;
    // A team that has been looked at leads nowhere, by whatever way it is reached.
    if (seen.has(at)) return undefined;
    seen.add(at);
    for (const nested of team.teamIds) {
      const found = search(nested, names);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(id, []);
}

/** The people of a team and of the teams within it, each once, in the order in which they stand there. */
export function membersOf(
  id: TeamId,
  teams: ReadonlyMap<TeamId, Pick<Team, 'personIds' | 'teamIds'>>,
): readonly string[] {
  const seen = new Set<TeamId>();
  const people = new Set<string>();
  const visit = (at: TeamId): void => {
    const team = teams.get(at);
    if (team === undefined || seen.has(at)) return;
    seen.add(at);
    for (const personId of team.personIds) people.add(personId);
    for (const nested of team.teamIds) visit(nested);
  };
  visit(id);
  return [...people];
}
