import { HomewardError } from '#libs/contracts';

/** No team has this id. */
export class TeamNotFoundError extends HomewardError {
  readonly code = 'team-not-found';
  readonly transient = false;
  constructor(teamId: string) {
    super(`There is no team ${teamId}.`, { teamId });
  }
}

/** A team was to be within itself. */
export class TeamCycleError extends HomewardError {
  readonly code = 'team-cycle';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(names: readonly string[]) {
    const cycle = names.join(' → ');
    super(`The teams would be a cycle of teams: ${cycle}.`, { teams: names });
    this.faults = [{ path: 'teamIds', message: `a cycle of teams: ${cycle}` }];
  }
}
