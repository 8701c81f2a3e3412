import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { asOfInstant, type Handover, type HandoverQuery, instant, type WardId } from '#libs/contracts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { NotesService } from '../../record/notes/notes.service.ts';
import { BoardService } from '../board/board.service.ts';
import { composeHandover } from './handover.ts';

/** A long shift. */
const usualShiftMs = 12 * 3_600_000;

/** Says what the next shift has to know of a ward, with as many queries for fifty patients as for one. */
@Injectable()
export class HandoverService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly boards: BoardService,
    private readonly chart: ChartService,
    private readonly plans: PlansService,
    private readonly tasks: TasksService,
    private readonly notes: NotesService,
  ) {}

  /**
   * @throws WardNotFoundError
   * @throws AsOfInFutureError when `since` is still to come.
   */
  async handover(wardId: WardId, query: HandoverQuery): Promise<Handover> {
    const now = this.clock.now();
    const since = asOfInstant(query.since, now) ?? instant(now.getTime() - usualShiftMs);
    const board = await this.boards.board(wardId, {});
    const patientIds = board.rows.map(({ patientId }) => patientId);
    const [then, plans, tasks, notes] = await Promise.all([
      this.chart.latestOf(patientIds, since),
      this.plans.inForce(patientIds),
      this.tasks.openOf(patientIds),
      this.notes.since(patientIds, since),
    ]);
    const scoresThen = new Map([...then].map(([patientId, { score }]) => [patientId, score]));
    return composeHandover({ board, since, scoresThen, plans, tasks, notes });
  }
}
