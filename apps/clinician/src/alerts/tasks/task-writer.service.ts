import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, instant, TaskId } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { decideSchedule } from './task-decision.ts';
import {
  closedTask,
  openTask,
  type ScheduledTask,
  type TaskChange,
  type TaskClosing,
  taskEvent,
  taskId,
  type TaskRecord,
} from './task-record.ts';
import { TasksStore } from './tasks.store.ts';

const due = 'task-due';

/**
 * The only one that writes tasks. The row, its audit, its live change and its timer are part of the command. A task that is
 * not due yet is shown when it falls due: a timer sees to that, once, whichever replica takes it.
 */
@Injectable()
export class TaskWriter {
  constructor(
    @Inject(TIMERS) timers: Timers,
    commands: CommandsService,
    private readonly store: TasksStore,
  ) {
    timers.register({
      kind: due,
      onDue: async (client, dueTimers, entities) => {
        const tasks = await store.lockMany(
          client,
          dueTimers.map(({ subject }) => TaskId.parse(subject)),
        );
        const revisions = new Map(dueTimers.map(({ subject, revision }) => [subject, revision]));
        const fallenDue = [...tasks.values()].filter(
          ({ id, revision, state }) => state === 'open' && revisions.get(id) === revision,
        );
        await commands.executeWithin({ client, entities }, { name: due, by: homewardItself }, (command) => {
          command.changed(...fallenDue.map(({ id }) => ({ kind: 'task' as const, taskId: id })));
          return Promise.resolve();
        });
      },
    });
  }

  /**
   * Writes what the caller has locked and decided about. What changes without a new revision is only remembered.
   *
   * @param changes in their order; one task may be there more than once.
   */
  async write(command: Command, changes: readonly TaskChange[]): Promise<void> {
    const newest = new Map(changes.map(({ after }) => [after.id, after]));
    await this.store.save(command.client, [...newest.values()]);
    for (const change of changes) if (change.after.revision !== change.before?.revision) this.#follow(command, change);
  }

  #follow(command: Command, { before, after }: TaskChange): void {
    const { id, patientId, revision } = after;
    command.audit({
      subject: { kind: 'task', id },
      patientId,
      revision,
      ...taskEvent(after, before),
      state: after,
    });
    const now = instant(command.at);
    const isDue = after.dueAt <= now;
    const wasShown = before?.state === 'open' && before.dueAt <= now;
    if (isDue || wasShown) command.changed({ kind: 'task', taskId: id });
    if (after.state === 'open' && !isDue) {
      command.schedule({ kind: due, subject: id, revision, dueAt: new Date(after.dueAt) });
    }
  }

  /** One that is open for another time moves there; one that was done for another time is opened again. */
  async schedule(command: Command, asked: ScheduledTask): Promise<void> {
    const before = await this.store.lock(command.client, taskId(asked));
    if (decideSchedule(before, asked).change === 'nothing') return;
    await this.write(command, [{ before, after: openTask(asked, before) }]);
  }

  /** @param before the task as it was, which the caller has locked. */
  async close(command: Command, before: TaskRecord, closing: TaskClosing): Promise<TaskRecord> {
    const after = closedTask(before, closing, command);
    await this.write(command, [{ before, after }]);
    return after;
  }
}
