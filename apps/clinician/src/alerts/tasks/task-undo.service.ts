import { Injectable } from '@nestjs/common';
import type { Task, TaskId } from '#libs/contracts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { namedLike } from '../naming/named-like.ts';
import { NothingToUndoError, UndoTooLateError } from '../undo/undo-errors.ts';
import { decideUndo } from '../undo/undo.ts';
import { TaskNotFoundError } from './task-errors.ts';
import { shownTask, type TaskRecord } from './task-record.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksService } from './tasks.service.ts';
import { TasksStore } from './tasks.store.ts';

/** Takes back within a minute that a task is done, as the person who said so. */
@Injectable()
export class TaskUndoService {
  constructor(
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly tasks: TasksService,
    private readonly store: TasksStore,
    private readonly writer: TaskWriter,
    private readonly stays: StaysService,
  ) {}

  /**
   * @throws TaskNotFoundError
   * @throws ChangedMeanwhileError
   * @throws NothingToUndoError
   * @throws UndoTooLateError
   */
  async undo(id: TaskId, context: CommandContext): Promise<Task> {
    // Before the transaction, which must not wait for a second connection.
    const read = await this.tasks.get(id);
    const { patientId, wardId } = read;
    return this.commands.execute('undo-task', context, async (command) => {
      const stay = (await this.stays.lockOpen(command.client, [patientId])).get(patientId);
      const task = await this.store.lock(command.client, id);
      if (task === undefined) throw new TaskNotFoundError(id);
      const onWard = (record: TaskRecord): Task => namedLike(shownTask(record, stay?.wardId ?? wardId), read);
      await command.expectRevision({ kind: 'task', id }, onWard(task));
      await this.#assertUndoable(command, task);
      if (stay?.id !== task.stayId) throw new NothingToUndoError({ kind: 'task', id }, { because: 'stay-ended' });
      const closing = { closedAt: null, closedBy: null, outcome: null, finding: null, undoableUntil: null };
      const after: TaskRecord = { ...task, ...closing, state: 'open', revision: task.revision + 1 };
      await this.writer.write(command, [{ before: task, after }]);
      return onWard(after);
    });
  }

  async #assertUndoable({ by, at, client }: Command, task: TaskRecord): Promise<void> {
    const { id, undoableUntil, closedBy, revision } = task;
    const decision = decideUndo({ undoableUntil, by: closedBy }, { by, at });
    if (decision === 'apply') return;
    if (decision === 'too-late') throw new UndoTooLateError({ kind: 'task', id }, undoableUntil);
    const [last] = await this.audit.since(client, { kind: 'task', id }, revision);
    if (last === undefined) throw new Error(`Task ${id} has no audit of its last change.`);
    const obstacle = { because: 'other-change', what: task.state, by: last.by, at: last.at } as const;
    throw new NothingToUndoError({ kind: 'task', id }, obstacle);
  }
}
