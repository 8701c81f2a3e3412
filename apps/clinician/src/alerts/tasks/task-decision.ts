import type { MeasurementRequest, PersonReference, Task } from '#libs/contracts';

export type ScheduleDecision =
  | { readonly change: 'open'; readonly because: 'new' | 'due-at-another-time' | 'asked-again' }
  /** It remains open, with other words or another time. */
  | { readonly change: 'revise'; readonly because: 'renewed' }
  | { readonly change: 'nothing'; readonly because: 'repeated' | 'closed' };

/**
 * What becomes of a task that is scheduled again. The same again changes nothing, done or not: a plan says at every change
 * what is to be reviewed when. Another time is a review of its own, even when the one before has been done.
 */
export function decideSchedule(
  task: Pick<Task, 'state' | 'words' | 'dueAt'> | undefined,
  asked: Pick<Task, 'words' | 'dueAt'>,
): ScheduleDecision {
  if (task === undefined) return { change: 'open', because: 'new' };
  const sameTime = task.dueAt === asked.dueAt;
  if (task.state === 'open') {
    const same = sameTime && task.words === asked.words;
    return same ? { change: 'nothing', because: 'repeated' } : { change: 'revise', because: 'renewed' };
  }
  // What was cancelled can be taken up again; what was done has been done for that time.
  if (!sameTime) return { change: 'open', because: 'due-at-another-time' };
  return task.state === 'cancelled'
    ? { change: 'open', because: 'asked-again' }
    : { change: 'nothing', because: 'closed' };
}

/** What becomes of a task when a person says that it is done. */
export function decideCompletion(
  task: Pick<Task, 'state' | 'closedBy' | 'outcome' | 'finding'>,
  asked: { readonly by: PersonReference; readonly outcome: string | null; readonly finding: Task['finding'] },
): 'apply' | 'repeated' | 'refuse' {
  if (task.state === 'open') return 'apply';
  const isRepeated = task.state === 'done' && task.closedBy?.id === asked.by.id && isSame(task, asked);
  return isRepeated ? 'repeated' : 'refuse';
}

const isSame = (one: Pick<Task, 'outcome' | 'finding'>, other: Pick<Task, 'outcome' | 'finding'>): boolean =>
  one.outcome === other.outcome && one.finding === other.finding;

/** What a revision of a request for readings makes of its task. */
export type RequestDecision =
  | { readonly change: 'open'; readonly because: 'asked' | 'asked-again' }
  | { readonly change: 'revise'; readonly because: 'asked' }
  | { readonly change: 'cancel'; readonly because: 'answered' | 'withdrawn' }
  /** Nothing is shown of it, but this revision has been processed. */
  | { readonly change: 'remember'; readonly because: 'closed' }
  | { readonly change: 'nothing'; readonly because: 'superseded' | 'not-the-open-stay' };

/**
 * Decides about a request that may have a task already. What a person has done stays done. A request that was answered before
 * it ever came leaves a closed task, so that a repeat of the older revision opens nothing.
 *
 * @param task undefined where there is none; `causeRevision` is the newest revision that has been processed.
 */
export function decideRequest(
  task: { readonly state: Task['state']; readonly causeRevision: number } | undefined,
  request: Pick<MeasurementRequest, 'state' | 'revision' | 'stayId'>,
  openStay: { readonly id: string } | undefined,
): RequestDecision {
  if (task !== undefined && task.causeRevision >= request.revision) return { change: 'nothing', because: 'superseded' };
  if (openStay?.id !== request.stayId) return { change: 'nothing', because: 'not-the-open-stay' };
  if (request.state === 'asked') {
    if (task === undefined) return { change: 'open', because: 'asked' };
    if (task.state === 'open') return { change: 'revise', because: 'asked' };
    return task.state === 'cancelled'
      ? { change: 'open', because: 'asked-again' }
      : { change: 'remember', because: 'closed' };
  }
  const isClosed = task !== undefined && task.state !== 'open';
  return isClosed ? { change: 'remember', because: 'closed' } : { change: 'cancel', because: request.state };
}

/** Why a task for missing readings is closed by the system. */
export function whyPointless(state: 'answered' | 'withdrawn'): string {
  switch (state) {
    case 'answered':
      return 'A reading has come since.';
    case 'withdrawn':
      return 'It turned out that nothing was missing.';
  }
}
