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

/** Why a task for missing readings is closed without anybody's doing; undefined while they are still missing. */
export function whyPointless(state: MeasurementRequest['state']): string | undefined {
  switch (state) {
    case 'asked':
      return undefined;
    case 'answered':
      return 'A reading has come since.';
    case 'withdrawn':
      return 'It turned out that nothing was missing.';
  }
}
