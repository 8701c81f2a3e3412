import { HomewardError, sepsisFindings, type Task } from '#libs/contracts';

/** No task has this id. */
export class TaskNotFoundError extends HomewardError {
  readonly code = 'task-not-found';
  readonly transient = false;
  constructor(taskId: string) {
    super(`There is no task ${taskId}.`, { taskId });
  }
}

/** A person completed a task that was done already, or cancelled. */
export class TaskClosedError extends HomewardError {
  readonly code = 'task-already-closed';
  readonly transient = false;
  constructor(taskId: string, state: string) {
    super(`Task ${taskId} is ${state} already: nothing more can be done to it.`, { taskId, state });
  }
}

/** A screen for sepsis was completed without what it found, or another task with what only such a screen finds. */
export class FindingRefusedError extends HomewardError {
  readonly code = 'finding-refused';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor({ id, kind }: Pick<Task, 'id' | 'kind'>) {
    const message =
      kind === 'sepsis-screen'
        ? `found none; expected what the screen found, one of ${sepsisFindings.join(', ')}`
        : `found one; expected none, since the task is no screen for sepsis`;
    super(`Task ${id} was not completed: finding: ${message}.`, { taskId: id, kind });
    this.faults = [{ path: 'finding', message }];
  }
}
