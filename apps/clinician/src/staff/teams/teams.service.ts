import { Injectable } from '@nestjs/common';
import type { Team, TeamId } from '#libs/contracts';

@Injectable()
export class TeamsService {
  /** @throws TeamNotFoundError */
  get(_id: TeamId): Promise<Team> {
    throw new Error('Not written yet.');
  }
  /** The active people of the team, and of the teams in it. */
  membersOf(_id: TeamId): Promise<ReadonlySet<string>> {
    throw new Error('Not written yet.');
  }
}
