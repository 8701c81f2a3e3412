import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  type Instant,
  type MonitoringPlan,
  type Page,
  pageFromRows,
  type PatientId,
  type SepsisFinding,
  type StayId,
  type Task,
  type TaskId,
  type TaskQuery,
  type WardId,
} from '#libs/contracts';
import { z } from 'zod';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { namedLike } from '../naming/named-like.ts';
import { NamingService } from '../naming/naming.service.ts';
import { undoableUntil } from '../undo/undo.ts';
import { doubtAnswer } from './doubt-answer.ts';
import { endedReviews, reviewsOf } from './reviews.ts';
import { decideCompletion } from './task-decision.ts';
import { FindingRefusedError, TaskClosedError, TaskNotFoundError } from './task-errors.ts';
import { shownTask, taskId, type TaskRecord } from './task-record.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksStore } from './tasks.store.ts';

const cursorKeys = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Keeps what clinicians are to do. A task may be written down long before it is due, and is shown from then on. Its id
 * follows from stay, kind and subject, so scheduling the same again changes nothing. What lapses of a plan has a task by
 * which it is reviewed.
 */
@Injectable()
export class TasksService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly store: TasksStore,
    private readonly writer: TaskWriter,
    private readonly stays: StaysService,
    private readonly naming: NamingService,
    plans: PlansService,
  ) {
    plans.changed.add((command, { before, after }) => this.#scheduleReviews(command, before, after));
  }

  /** @throws TaskNotFoundError */
  async get(id: TaskId): Promise<Task> {
    const task = (await this.getMany([id])).get(id);
    if (task === undefined) throw new TaskNotFoundError(id);
    return task;
  }

  async getMany(ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, Task>> {
    if (ids.length === 0) return new Map();
    const tasks = await this.naming.named(await this.#onWards(await this.store.findMany(ids)));
    return new Map(tasks.map((task) => [task.id, task]));
  }

  /** @throws InvalidCursorError */
  async list(query: TaskQuery): Promise<Page<Task>> {
    const { wardId, state, limit } = query;
    const after = decodeCursor(query.cursor, cursorKeys);
    const stayIds = wardId && (await this.#staysOn(wardId, state));
    const rows = await this.naming.named(
      await this.#onWards(await this.store.list(query, { now: this.clock.now(), stayIds }, after)),
    );
    return pageFromRows(rows, { limit, toItem: (task) => task, keysOf: ({ dueAt, id }) => [dueAt, id] });
  }

  /**
   * How many tasks are open and due, for each of the patients who has any.
   *
   * @param asOf as of that instant, as was known then; undefined: now.
   */
  async openCountsOf(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, number>> {
    if (asOf === undefined) return this.store.openCountsOf(patientIds, this.clock.now());
    const tasks = await this.audit.statesAt<TaskRecord>('task', asOf, patientIds);
    const open = tasks.filter(({ state, dueAt }) => state === 'open' && dueAt <= asOf);
    const byPatient = Map.groupBy(open, ({ patientId }) => patientId);
    return new Map([...byPatient].map(([patientId, { length }]) => [patientId, length]));
  }

  /** The tasks of these patients that are open and due, the longest due first. */
  async openOf(patientIds: readonly PatientId[]): Promise<readonly Task[]> {
    return patientIds.length === 0 ? [] : this.#onWards(await this.store.openOf(patientIds, this.clock.now()));
  }

  /**
   * The person says that it is done, and what came of it; the same request sent twice changes nothing.
   *
   * @throws TaskNotFoundError
   * @throws TaskClosedError
   * @throws FindingRefusedError
   * @throws ChangedMeanwhileError
   */
  async complete(
    id: TaskId,
    { outcome = null, finding = null }: { readonly outcome?: string | null; readonly finding?: SepsisFinding | null },
    context: CommandContext,
  ): Promise<Task> {
    // Before the transaction, which must not wait for a second connection.
    const read = (await this.getMany([id])).get(id);
    return this.commands.execute('complete-task', context, async (command) => {
      const task = await this.store.lock(command.client, id);
      // By the connection of the command, which must not wait for a second one.
      const wardId = task && (await this.stays.wardsOf([task.stayId], command.client)).get(task.stayId);
      if (task === undefined || wardId === undefined) throw new TaskNotFoundError(id);
      const shown = (record: TaskRecord): Task => namedLike(shownTask(record, wardId), read);
      const current = shown(task);
      const decision = decideCompletion(task, { by: command.by, outcome, finding });
      if (decision === 'repeated') return current;
      await command.expectRevision({ kind: 'task', id }, current);
      if (decision === 'refuse') throw new TaskClosedError(id, task.state);
      if ((finding !== null) !== (task.kind === 'sepsis-screen')) throw new FindingRefusedError(task);
      // What a clinician says about a doubt is on the log at once, and there to stay.
      const endsDoubt = task.kind === 'doubtful-reading';
      const undoable = endsDoubt ? null : undoableUntil(command.at);
      const done = { state: 'done', outcome, finding, undoableUntil: undoable } as const;
      const after = await this.writer.close(command, task, done);
      if (endsDoubt) await command.publish('observations', after.patientId, doubtAnswer(after, command.by, command.at));
      return shown(after);
    });
  }

  /** The end of a stay closes its tasks, but for the one to recover its kit. */
  async #staysOn(wardId: WardId, state: TaskQuery['state']): Promise<readonly StayId[]> {
    if (state !== 'open') return this.stays.idsOnWard(wardId, { openOnly: false });
    const wards = await this.stays.wardsOf(await this.store.staysWithKitToRecover());
    const ended = [...wards].filter(([, lastWardId]) => lastWardId === wardId).map(([stayId]) => stayId);
    return [...(await this.stays.idsOnWard(wardId, { openOnly: true })), ...ended];
  }

  /** A task for whatever lapses, there from when it does; a renewal moves it, and an end takes it away. */
  async #scheduleReviews(command: Command, before: MonitoringPlan | undefined, after: MonitoringPlan): Promise<void> {
    for (const review of reviewsOf(after)) await this.writer.schedule(command, review);
    // The end of a stay closes all of its tasks.
    if (after.stay === null) return;
    for (const review of endedReviews(before, after)) {
      const task = await this.store.lock(command.client, taskId(review));
      if (task?.state === 'done') await this.store.save(command.client, [{ ...task, undoableUntil: null }]);
      if (task?.state !== 'open') continue;
      const outcome = 'It was ended before it had to be reviewed.';
      await this.writer.close(command, task, { state: 'cancelled', outcome, undoableUntil: null });
    }
  }

  async #onWards(records: readonly TaskRecord[]): Promise<readonly Task[]> {
    const wards = await this.stays.wardsOf([...new Set(records.map(({ stayId }) => stayId))]);
    return records.flatMap((record) => {
      const wardId = wards.get(record.stayId);
      return wardId === undefined ? [] : [shownTask(record, wardId)];
    });
  }
}
