import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Board, BoardQuery, WardId } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodParam, ZodQuery } from '#libs/problem-details';
import { BoardService } from './board.service.ts';

/** `/wards/{id}/board`. */
@Controller('api/v1/wards/:id/board')
export class BoardController {
  constructor(private readonly boards: BoardService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary:
      'Shows every patient on the ward, highest risk first; with `asOf`, as it was known then; with `limit`, the first.',
    answers: { 200: Board },
    problems: ['ward-not-found', 'as-of-in-future', 'invalid-cursor'],
  })
  board(@ZodParam('id', WardId) id: WardId, @ZodQuery(BoardQuery) query: BoardQuery): Promise<Board> {
    return this.boards.board(id, query);
  }
}
