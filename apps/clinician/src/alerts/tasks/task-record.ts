import type { Tier } from '#libs/clinical';
import {
  derivedId,
  instant,
  type PersonReference,
  type SepsisFinding,
  type StayId,
  type Task,
  TaskId,
  type TaskKind,
  type WardId,
} from '#libs/contracts';

/** A task as it is stored: without its ward, which follows from the stay, and with what it follows from. */
export interface TaskRecord extends Omit<Task, 'wardId'> {
  /** What it is about, within its kind: the id of a threshold, of a request; fixed words where there can be but one. */
  readonly subject: string;
  /** The newest revision of the request that has been processed; 0 for a task that follows from none. */
  readonly causeRevision: number;
  /** For a task that a score asks for: at which score it was asked for last, and whether the total was 0 since. */
  readonly askedFor: AskedFor | null;
}

/** The score that a task was asked for at. */
export interface AskedFor {
  readonly total: number;
  readonly tier: Tier;
  readonly wasNought: boolean;
}

/** A task as it was, undefined for a new one, and as it is to be. */
export interface TaskChange {
  readonly before: TaskRecord | undefined;
  readonly after: TaskRecord;
}

/** A task to be there from `dueAt` on; one for each kind and subject of a stay. */
export type ScheduledTask = Pick<
  TaskRecord,
  'patientId' | 'stayId' | 'kind' | 'subject' | 'words' | 'codes' | 'silentParty' | 'dueAt'
> &
  Partial<Pick<TaskRecord, 'doneBy' | 'askedFor'>>;

/** The id of the one task of a kind about a subject, during a stay. */
export function taskId({ stayId, kind, subject }: { stayId: StayId; kind: TaskKind; subject: string }): TaskId {
  return TaskId.parse(derivedId('task', stayId, kind, subject));
}

/** The task as the API shows it. */
export function shownTask({ subject: _s, causeRevision: _c, askedFor: _a, ...task }: TaskRecord, wardId: WardId): Task {
  return { ...task, wardId };
}

/** The task, open, as it is scheduled. */
export function openTask(asked: ScheduledTask, before: TaskRecord | undefined, causeRevision = 0): TaskRecord {
  return {
    doneBy: null,
    askedFor: null,
    ...asked,
    id: taskId(asked),
    state: 'open',
    closedAt: null,
    closedBy: null,
    outcome: null,
    finding: null,
    undoableUntil: null,
    revision: (before?.revision ?? 0) + 1,
    causeRevision,
  };
}

/** How a task ends. */
export type TaskClosing = Pick<TaskRecord, 'state' | 'outcome' | 'undoableUntil'> &
  Partial<Pick<TaskRecord, 'finding' | 'askedFor'>>;

/** The task, done or cancelled. */
export function closedTask(
  before: TaskRecord,
  closing: TaskClosing,
  { by: { id, name }, at }: { readonly by: PersonReference; readonly at: Date },
): TaskRecord {
  const closed = { closedAt: instant(at), closedBy: { id, name }, revision: before.revision + 1 };
  return { ...before, ...closing, ...closed };
}

/** What is audited of a task as it is since a change. */
export function taskEvent(
  { kind, state, dueAt, outcome, finding }: TaskRecord,
  before: TaskRecord | undefined,
): {
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
} {
  const facts = { kind, state, dueAt, ...(finding && { finding }) };
  switch (state) {
    case 'open':
      // Scheduling never opens again what was done for the same time: a person took it back.
      if (before?.state === 'done' && before.dueAt === dueAt) return { text: 'Took back that it was done.', facts };
      return { text: `Open, due at ${dueAt}.`, facts };
    case 'done':
      return { text: doneWords(outcome, finding), facts };
    case 'cancelled':
      return { text: `Cancelled: ${outcome ?? 'nothing is left to do.'}`, facts };
  }
}

const findingWords: Readonly<Record<SepsisFinding, string>> = {
  'sepsis-likely': 'sepsis is likely',
  'sepsis-unlikely': 'sepsis is unlikely',
  'other-cause': 'there is another cause',
};

function doneWords(outcome: string | null, finding: SepsisFinding | null): string {
  const found = finding === null ? '' : `: ${findingWords[finding]}`;
  return outcome === null ? `Done${found}.` : `Done${found}: ${outcome}`;
}
