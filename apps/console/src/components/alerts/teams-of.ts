import type { Team, TeamId } from '#libs/contracts';

/** The teams that a person belongs to, by name or as a member of a team within. */
export function teamsOf(personId: string, teams: readonly Team[]): ReadonlySet<TeamId> {
  const found = new Set(teams.filter(({ personIds }) => personIds.includes(personId)).map(({ id }) => id));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { id, teamIds } of teams) if (teamIds.some((within) => found.has(within))) found.add(id);
  }
  return found;
}
