import type { MeasurementRequest, Task } from '#libs/contracts';

/** A task to be there from `dueAt` on; one for each kind and subject of a stay. */
export type ScheduledTask = Pick<Task, 'patientId' | 'stayId' | 'wardId' | 'kind' | 'words' | 'dueAt'> & {
  /** What it is about, within its kind: the id of a threshold, of a request; fixed words where there can be but one. */
  readonly subject: string;
  readonly codes?: Task['codes'];
  readonly silentParty?: Task['silentParty'];
};

export type ScheduleDecision =
  | { readonly change: 'open'; readonly because: 'new' | 'due-at-another-time' | 'asked-again' }
  /** It stays open, with other words or another time. */
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

/** What somebody's saying that it is done makes of a task. */
export function decideCompletion(
  task: Pick<Task, 'state' | 'closedBy' | 'outcome'>,
  asked: { readonly by: string; readonly outcome: string | null },
): { readonly move: 'take' | 'none' | 'refuse' } {
  if (task.state === 'open') return { move: 'take' };
  const repeated = task.state === 'done' && task.closedBy === asked.by && task.outcome === asked.outcome;
  return { move: repeated ? 'none' : 'refuse' };
}

/** What a revision of a request for readings makes of its task. */
export type RequestDecision =
  | { readonly change: 'open'; readonly because: 'asked' | 'asked-again' }
  | { readonly change: 'revise'; readonly because: 'asked' }
  | { readonly change: 'cancel'; readonly because: 'answered' | 'withdrawn' }
  /** Nothing is to be seen of it, but that this revision has been there. */
  | { readonly change: 'remember'; readonly because: 'closed' }
  | { readonly change: 'nothing'; readonly because: 'superseded' | 'not-the-open-stay' };

/**
 * Decides about a request whose task may be there. What a person has done stays done; a request that was answered before it
 * was ever seen leaves a task that is closed, so that a repeat of the older revision opens nothing.
 *
 * @param task undefined where there is none; `causeRevision` is the newest revision that has been there.
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

/** Why a task for missing readings is closed without anybody's doing. */
export function whyPointless(state: 'answered' | 'withdrawn'): string {
  switch (state) {
    case 'answered':
      return 'A reading has come since.';
    case 'withdrawn':
      return 'It turned out that nothing was missing.';
  }
}
