import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type NewTeam,
  type Page,
  pageFromRows,
  type PageQuery,
  type Team,
  TeamId,
} from '#libs/contracts';
import { InvalidRequestError } from '#libs/problem-details';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { StaffService } from '../people/staff.service.ts';
import type { Queryable } from '../queryable.store.ts';
import { cycleOf, membersOf } from './nested-teams.ts';
import { TeamCycleError, TeamNotFoundError } from './team-errors.ts';
import { TeamsStore } from './teams.store.ts';

const cursorKeys = z.tuple([z.string(), z.uuid()]);

/** Knows the teams, and who belongs to them. */
@Injectable()
export class TeamsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: TeamsStore,
    private readonly staff: StaffService,
  ) {}

  /** @throws TeamNotFoundError */
  async get(id: TeamId): Promise<Team> {
    const team = await this.store.find(id);
    if (team === undefined) throw new TeamNotFoundError(id);
    return team;
  }

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Team>> {
    const teams = await this.store.list(query, decodeCursor(query.cursor, cursorKeys));
    return pageFromRows(teams, { limit: query.limit, toItem: (team) => team, keysOf: ({ name, id }) => [name, id] });
  }

  /** The ids of the people of a team and of the teams within it; undefined where there is no such team. */
  async members(client: Queryable, id: TeamId): Promise<readonly string[] | undefined> {
    const teams = byId(await this.store.all(client));
    return teams.has(id) ? membersOf(id, teams) : undefined;
  }

  /** @throws InvalidRequestError naming the wards, people and teams that do not exist. */
  async add(asked: NewTeam, context: CommandContext): Promise<Team> {
    await this.staff.assertWards(asked.wardIds);
    return this.commands.execute('add-team', context, async (command) => {
      const team: Team = { id: TeamId.parse(randomUUID()), ...asked, revision: 1 };
      await this.#assertMembers(command, team, await this.store.lockAll(command.client));
      await this.store.add(command.client, team);
      audit(command, team, 'The team was added.');
      return team;
    });
  }

  /**
   * @throws TeamNotFoundError
   * @throws InvalidRequestError naming the wards, people and teams that do not exist.
   * @throws TeamCycleError naming the teams of the cycle.
   * @throws ChangedMeanwhileError
   */
  async change(id: TeamId, asked: NewTeam, context: CommandContext): Promise<Team> {
    await this.staff.assertWards(asked.wardIds);
    return this.commands.execute('change-team', context, async (command) => {
      const teams = await this.store.lockAll(command.client);
      const before = teams.find((team) => team.id === id);
      if (before === undefined) throw new TeamNotFoundError(id);
      await command.expectRevision({ kind: 'team', id }, before);
      const team: Team = { id, ...asked, revision: before.revision + 1 };
      await this.#assertMembers(command, team, teams);
      await this.store.update(command.client, team);
      audit(command, team, 'The team was changed.');
      return team;
    });
  }

  async #assertMembers({ client }: Command, team: Team, teams: readonly Team[]): Promise<void> {
    const named = team.personIds.map((id, index) => ({ path: `personIds.${String(index)}`, id }));
    await this.staff.assertPeople(client, named);
    const asTheyWillBe = byId([...teams, team]);
    const faults = team.teamIds.flatMap((id, index) =>
      asTheyWillBe.has(id) ? [] : [{ path: `teamIds.${String(index)}`, message: `there is no team ${id}` }],
    );
    if (faults.length > 0) throw new InvalidRequestError('body', faults);
    const cycle = cycleOf(team.id, asTheyWillBe);
    if (cycle !== undefined) throw new TeamCycleError(cycle);
  }
}

const byId = (teams: readonly Team[]): ReadonlyMap<TeamId, Team> => new Map(teams.map((team) => [team.id, team]));

function audit(command: Command, team: Team, text: string): void {
  const { id, revision, wardIds, personIds, teamIds } = team;
  command.audit({
    subject: { kind: 'team', id },
    revision,
    text,
    facts: { wardIds, personIds, teamIds },
    state: team,
  });
}
