import { Controller, Get, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { AsOfQuery, Board, NewWard, type Page, pageOf, PageQuery, type Person, Ward, WardId } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { BoardService } from '../../board/board/board.service.ts';
import { WardsService } from './wards.service.ts';

/** `/wards`. */
@Controller('api/v1/wards')
export class WardsController {
  constructor(
    private readonly wards: WardsService,
    private readonly boards: BoardService,
  ) {}

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
    @CurrentPerson() by: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Ward> {
    const opened = await this.wards.open(ward, by);
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

  @Get(':id/board')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows everybody on the ward, highest risk first; with `asOf`, as it was known then.',
    answers: { 200: Board },
    problems: ['ward-not-found', 'as-of-in-future'],
  })
  board(@ZodParam('id', WardId) id: WardId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Board> {
    return this.boards.board(id, asOf);
  }
}
