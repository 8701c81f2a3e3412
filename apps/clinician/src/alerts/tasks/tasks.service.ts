import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  derivedId,
  instant,
  type Instant,
  type Page,
  pageFromRows,
  type PatientId,
  type Person,
  type StayId,
  type Task,
  TaskId,
  type TaskKind,
  type TaskQuery,
  type WardId,
} from '#libs/contracts';
import { z } from 'zod';
import { ActsService, type OngoingAct } from '../../commands/commands.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { TaskClosedError, TaskNotFoundError } from './task-errors.ts';
import { decideCompletion, decideSchedule, type ScheduledTask } from './task-moves.ts';
import { TasksStore } from './tasks.store.ts';

export type { ScheduledTask } from './task-moves.ts';

/** What a change of tasks needs of the transaction that it is part of: an `OngoingAct` is one. */
export type TaskAct = Pick<OngoingAct, 'client' | 'at' | 'show'> & { readonly by: Pick<Person, 'name'> };

/** The one task of its kind about this subject. */
export type TaskPlace = Pick<ScheduledTask, 'stayId' | 'kind' | 'subject'>;

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Keeps what clinicians are to do. A task may be written down long before it is due, and shows from then on. Its id follows
 * from stay, kind and subject, so scheduling the same again, or cancelling it twice, changes nothing.
 */
@Injectable()
export class TasksService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: TasksStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Has the task there from `dueAt` on, in the transaction of an act. One that is open for another time moves there; one
   * that was done for another time is opened again.
   */
  async schedule(act: TaskAct, asked: ScheduledTask): Promise<void> {
    const { subject, ...shown } = asked;
    const id = taskId(asked);
    const task = (await this.store.lock(act.client, id))?.task;
    const decision = decideSchedule(task, asked);
    if (decision.change === 'nothing') return;
    const scheduled: Task = {
      ...shown,
      id,
      codes: asked.codes ?? [],
      silentParty: asked.silentParty ?? null,
      state: 'open',
      ...notClosed,
      revision: (task?.revision ?? 0) + 1,
    };
    await this.#save(act, scheduled, { subject, before: task });
  }

  /** Closes the task, if it is open, since nothing is left to do. @param outcome why, in words. */
  async cancel(act: TaskAct, where: TaskPlace, outcome: string): Promise<void> {
    const task = (await this.store.lock(act.client, taskId(where)))?.task;
    if (task?.state === 'open') await this.#close(act, task, outcome);
  }

  /** Part of a discharge: nobody on this ward will do what is open. The caller holds the stay. */
  async cancelOfStay(act: TaskAct, stayId: StayId, outcome: string): Promise<void> {
    for (const task of await this.store.lockOpenOfStay(act.client, stayId)) await this.#close(act, task, outcome);
  }

  /**
   * How many tasks are open and due, of each patient on the ward who has any.
   *
   * @param asOf as of that instant, by when each is due and was closed as far as is known now; undefined: now.
   */
  async openCountsOnWard(wardId: WardId, asOf?: Instant): Promise<ReadonlyMap<PatientId, number>> {
    return this.store.openCountsOnWard(wardId, asOf ?? instant(this.clock.now()));
  }

  /** @throws TaskNotFoundError */
  async get(id: TaskId): Promise<Task> {
    const task = await this.store.find(id);
    if (task === undefined) throw new TaskNotFoundError(id);
    return task;
  }

  /** @throws InvalidCursorError */
  async list(query: TaskQuery): Promise<Page<Task>> {
    const rows = await this.store.list(query, this.clock.now(), decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (task) => task,
      keysOf: ({ dueAt, id }) => [dueAt, id],
    });
  }

  /**
   * Somebody says that it is done, with what came of it; the same request sent twice changes nothing.
   *
   * @throws TaskNotFoundError
   * @throws TaskClosedError
   */
  async complete(id: TaskId, outcome: string | null, by: Person): Promise<Task> {
    return this.acts.carryOut({ act: 'complete-task', by }, async (act) => {
      const task = (await this.store.lock(act.client, id))?.task;
      if (task === undefined) throw new TaskNotFoundError(id);
      const { move } = decideCompletion(task, { by: by.name, outcome });
      if (move === 'refuse') throw new TaskClosedError(id, task.state);
      if (move === 'none') return task;
      const done: Task = { ...closedBy(task, act), state: 'done', outcome };
      await this.#save(act, done, { before: task });
      await act.record({ kind: 'task', id });
      return done;
    });
  }

  async #close(act: TaskAct, task: Task, outcome: string): Promise<void> {
    await this.#save(act, { ...closedBy(task, act), state: 'cancelled', outcome }, { before: task });
  }

  /** What is not due, and was not, is no news to anybody: it is shown when it falls due. */
  async #save(
    act: TaskAct,
    task: Task,
    { subject, before }: { readonly subject?: string; readonly before: Task | undefined },
  ): Promise<void> {
    const now = instant(act.at);
    const isDue = task.dueAt <= now;
    await this.store.save(act.client, task, {
      ...(subject === undefined ? {} : { subject }),
      announced: isDue,
      at: act.at,
    });
    const wasShown = before?.state === 'open' && before.dueAt <= now;
    if (isDue || wasShown) act.show({ kind: 'task', wardId: task.wardId, task });
  }
}

/** The id of the one task of a kind about a subject, during a stay. */
export function taskId({ stayId, kind, subject }: { stayId: StayId; kind: TaskKind; subject: string }): TaskId {
  return TaskId.parse(derivedId('task', stayId, kind, subject));
}

const notClosed = { closedAt: null, closedBy: null, outcome: null } as const;

function closedBy(task: Task, { at, by }: Pick<TaskAct, 'at' | 'by'>): Task {
  return { ...task, closedAt: instant(at), closedBy: by.name, revision: task.revision + 1 };
}
