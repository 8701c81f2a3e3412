import { Controller, Get, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { NewTeam, type Page, pageOf, PageQuery, Team, TeamId, TeamUpdate } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodBody, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { TeamsService } from './teams.service.ts';

/** `/teams`. */
@Controller('api/v1/teams')
@UseInterceptors(EntityTagInterceptor)
export class TeamsController {
  constructor(private readonly teams: TeamsService) {}

  @Get()
  @Permit('view-staff')
  @Describe({ summary: 'Lists the teams by name.', answers: { 200: pageOf(Team) }, problems: ['invalid-cursor'] })
  list(@ZodQuery(PageQuery) query: PageQuery): Promise<Page<Team>> {
    return this.teams.list(query);
  }

  @Post()
  @Permit('manage-staff')
  @Describe({ summary: 'Adds a team of people and of other teams.', answers: { 201: Team } })
  async add(
    @ZodBody(NewTeam) team: NewTeam,
    @RequestedCommand() context: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Team> {
    const added = await this.teams.add(team, context);
    void reply.header('Location', `/api/v1/teams/${added.id}`);
    return added;
  }

  @Get(':id')
  @Permit('view-staff')
  @Describe({ summary: 'Shows a team.', answers: { 200: Team }, problems: ['team-not-found'] })
  get(@ZodParam('id', TeamId) id: TeamId): Promise<Team> {
    return this.teams.get(id);
  }

  @Put(':id')
  @Permit('manage-staff')
  @Describe({
    summary: 'Changes a team: all of it as it is to be.',
    answers: { 200: Team },
    problems: ['team-not-found', 'team-cycle', 'changed-meanwhile'],
  })
  async change(
    @ZodParam('id', TeamId) id: TeamId,
    @ZodUpdate(TeamUpdate) sent: Update<NewTeam>,
    @RequestedCommand() context: CommandContext,
  ): Promise<Team> {
    return this.teams.change(id, await sent.of(() => this.teams.get(id), context), context);
  }
}
