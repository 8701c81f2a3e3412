import { HomewardError } from '#libs/contracts';

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
