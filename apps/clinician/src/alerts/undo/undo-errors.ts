import { HomewardError, type Instant, type PersonReference } from '#libs/contracts';

/** What was to be undone is of an alert or a task. */
export interface UndoSubject {
  readonly kind: 'alert' | 'task';
  readonly id: string;
}

/** Why there is nothing to undo. */
export type UndoObstacle =
  /** The last change is another one, or another person's. */
  | { readonly because: 'other-change'; readonly what: string; readonly by: PersonReference; readonly at: Instant }
  | { readonly because: 'stay-ended' }
  /** An alert of the same condition has been raised since. */
  | { readonly because: 'raised-since' };

/** A person wanted to take back an answer that is not the last change, is another person's, or that others have built on. */
export class NothingToUndoError extends HomewardError {
  readonly code = 'nothing-to-undo';
  readonly transient = false;
  constructor({ kind, id }: UndoSubject, obstacle: UndoObstacle) {
    super(`There is nothing to undo of ${kind} ${id}: ${obstacleWords(obstacle)}.`, { kind, id, ...obstacle });
  }
}

/** A person wanted to take back an answer that was given more than a minute ago. */
export class UndoTooLateError extends HomewardError {
  readonly code = 'undo-too-late';
  readonly transient = false;
  constructor({ kind, id }: UndoSubject, undoableUntil: Instant | null) {
    super(`It is too late to undo what was done to ${kind} ${id}: it could be undone for a minute.`, {
      kind,
      id,
      undoableUntil,
    });
  }
}

function obstacleWords(obstacle: UndoObstacle): string {
  switch (obstacle.because) {
    case 'other-change':
      return `the last change is "${obstacle.what}", by ${obstacle.by.name} at ${obstacle.at}`;
    case 'stay-ended':
      return 'the stay has ended';
    case 'raised-since':
      return 'another alert of the condition has been raised since';
  }
}
