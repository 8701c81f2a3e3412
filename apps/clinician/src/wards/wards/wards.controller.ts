import { Controller, Get, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { NewWard, type Page, pageOf, PageQuery, Ward, type WardChange, WardId, WardUpdate } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodBody, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { WardsService } from './wards.service.ts';

/** `/wards`. */
@Controller('api/v1/wards')
@UseInterceptors(EntityTagInterceptor)
export class WardsController {
  constructor(private readonly wards: WardsService) {}

  @Get()
  @Permit('view-wards')
  @Describe({ summary: 'Lists the wards by name.', answers: { 200: pageOf(Ward) }, problems: ['invalid-cursor'] })
  list(@ZodQuery(PageQuery) query: PageQuery): Promise<Page<Ward>> {
    return this.wards.list(query);
  }

  @Post()
  @Permit('manage-wards')
  @Describe({ summary: 'Opens a ward.', answers: { 201: Ward } })
  async open(
    @ZodBody(NewWard) ward: NewWard,
    @RequestedCommand() context: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Ward> {
    const opened = await this.wards.open(ward, context);
    void reply.header('Location', `/api/v1/wards/${opened.id}`);
    return opened;
  }

  @Get(':id')
  @Permit('view-wards')
  @Describe({
    summary: 'Shows a ward and how many of its beds are taken.',
    answers: { 200: Ward },
    problems: ['ward-not-found'],
  })
  get(@ZodParam('id', WardId) id: WardId): Promise<Ward> {
    return this.wards.get(id);
  }

  @Put(':id')
  @Permit('manage-wards')
  @Describe({
    summary: 'Changes what describes a ward; how many beds it has is dated, under `capacity`.',
    answers: { 200: Ward },
    problems: ['ward-not-found', 'changed-meanwhile'],
  })
  async change(
    @ZodParam('id', WardId) id: WardId,
    @ZodUpdate(WardUpdate) sent: Update<WardChange>,
    @RequestedCommand() context: CommandContext,
  ): Promise<Ward> {
    return this.wards.change(id, await sent.changedPartsOf(() => this.wards.get(id), context), context);
  }
}
