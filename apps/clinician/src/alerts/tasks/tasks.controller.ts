import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { CompleteTask, type Page, pageOf, type Person, Task, TaskId, TaskQuery } from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { TasksService } from './tasks.service.ts';

/** `/tasks`. */
@Controller('api/v1/tasks')
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists tasks that have fallen due, the one due first first.',
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
    problems: ['task-not-found', 'task-already-closed'],
  })
  complete(
    @ZodParam('id', TaskId) id: TaskId,
    @ZodBody(CompleteTask.default({})) { outcome }: CompleteTask,
    @CurrentPerson() by: Person,
  ): Promise<Task> {
    return this.tasks.complete(id, outcome ?? null, by);
  }
}
