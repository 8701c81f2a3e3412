import { Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { CompleteTask, type Page, pageOf, Task, TaskId, TaskQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { TaskUndoService } from './task-undo.service.ts';
import { TasksService } from './tasks.service.ts';

/** `/tasks`. */
@Controller('api/v1/tasks')
@UseInterceptors(EntityTagInterceptor)
export class TasksController {
  constructor(
    private readonly tasks: TasksService,
    private readonly undos: TaskUndoService,
  ) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists tasks that have fallen due, the one that was due first first.',
    answers: { 200: pageOf(Task) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(TaskQuery) query: TaskQuery): Promise<Page<Task>> {
    return this.tasks.list(query);
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows a task, due or still to come.',
    answers: { 200: Task },
    problems: ['task-not-found'],
  })
  get(@ZodParam('id', TaskId) id: TaskId): Promise<Task> {
    return this.tasks.get(id);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Says that a task is done, and what came of it; the same request sent twice changes nothing.',
    answers: { 200: Task },
    problems: ['task-not-found', 'task-already-closed', 'finding-refused', 'changed-meanwhile'],
  })
  complete(
    @ZodParam('id', TaskId) id: TaskId,
    @ZodBody(CompleteTask.default({})) { outcome, finding }: CompleteTask,
    @RequestedCommand() context: CommandContext,
  ): Promise<Task> {
    return this.tasks.complete(id, { outcome: outcome ?? null, finding: finding ?? null }, context);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Permit('act-on-alerts')
  @Describe({
    summary: 'Takes back within a minute that a task is done, as the person who said so.',
    answers: { 200: Task },
    problems: ['task-not-found', 'nothing-to-undo', 'undo-too-late', 'changed-meanwhile'],
  })
  undo(@ZodParam('id', TaskId) id: TaskId, @RequestedCommand() context: CommandContext): Promise<Task> {
    return this.undos.undo(id, context);
  }
}
