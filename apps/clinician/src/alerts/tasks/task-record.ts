import { derivedId, type StayId, type Task, TaskId, type TaskKind, type WardId } from '#libs/contracts';

/** A task as it is stored: without its ward, which follows from the stay, and with what it follows from. */
export interface TaskRecord extends Omit<Task, 'wardId'> {
  /** What it is about, within its kind: the id of a threshold, of a request; fixed words where there can be but one. */
  readonly subject: string;
  /** The newest revision of the request that has been processed; 0 for a task that follows from none. */
  readonly causeRevision: number;
}

/** A task to be there from `dueAt` on; one for each kind and subject of a stay. */
export type ScheduledTask = Pick<
  TaskRecord,
  'patientId' | 'stayId' | 'kind' | 'subject' | 'words' | 'codes' | 'silentParty' | 'dueAt'
>;

/** The id of the one task of a kind about a subject, during a stay. */
export function taskId({ stayId, kind, subject }: { stayId: StayId; kind: TaskKind; subject: string }): TaskId {
  return TaskId.parse(derivedId('task', stayId, kind, subject));
}

/** The task as the API shows it. */
export function shownTask({ subject: _s, causeRevision: _c, ...task }: TaskRecord, wardId: WardId): Task {
  return { ...task, wardId };
}

/** The task, open, as it is scheduled. */
export function openTask(asked: ScheduledTask, before: TaskRecord | undefined, causeRevision = 0): TaskRecord {
  return {
    ...asked,
    id: taskId(asked),
    state: 'open',
    closedAt: null,
    closedBy: null,
    outcome: null,
    undoableUntil: null,
    revision: (before?.revision ?? 0) + 1,
    causeRevision,
  };
}

/** What is audited of a task as it is since a change. */
export function taskEvent(
  { kind, state, dueAt, outcome }: TaskRecord,
  before: TaskRecord | undefined,
): {
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
} {
  const facts = { kind, state, dueAt };
  switch (state) {
    case 'open':
      // Scheduling never opens again what was done for the same time: a person took it back.
      if (before?.state === 'done' && before.dueAt === dueAt) return { text: 'Took back that it was done.', facts };
      return { text: `Open, due at ${dueAt}.`, facts };
    case 'done':
      return { text: outcome === null ? 'Done.' : `Done: ${outcome}`, facts };
    case 'cancelled':
      return { text: `Cancelled: ${outcome ?? 'nothing is left to do.'}`, facts };
  }
}
