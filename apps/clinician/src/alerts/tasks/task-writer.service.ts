import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, instant, TaskId } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { decideSchedule } from './task-decision.ts';
import { openTask, type ScheduledTask, taskEvent, taskId, type TaskRecord } from './task-record.ts';
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

  /** @param before the task as it was, which the caller has locked; undefined for a new one. */
  async write(command: Command, before: TaskRecord | undefined, after: TaskRecord): Promise<void> {
    const { id, patientId, revision } = after;
    await this.store.save(command.client, after);
    await command.audit({
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
      await command.schedule({ kind: due, subject: id, revision, dueAt: new Date(after.dueAt) });
    }
  }

  /** One that is open for another time moves there; one that was done for another time is opened again. */
  async schedule(command: Command, asked: ScheduledTask): Promise<void> {
    const before = await this.store.lock(command.client, taskId(asked));
    if (decideSchedule(before, asked).change === 'nothing') return;
    await this.write(command, before, openTask(asked, before));
  }

  /** @param before the task as it was, which the caller has locked. */
  async close(
    command: Command,
    before: TaskRecord,
    closing: Pick<TaskRecord, 'state' | 'outcome' | 'undoableUntil'> &
      Partial<Pick<TaskRecord, 'finding' | 'askedFor'>>,
  ): Promise<TaskRecord> {
    const { id, name } = command.by;
    const closed = { closedAt: instant(command.at), closedBy: { id, name }, revision: before.revision + 1 };
    const after = { ...before, ...closing, ...closed };
    await this.write(command, before, after);
    return after;
  }
}
