import { HomewardError } from '#libs/contracts';

/** Timers that are due have waited for far too long: nothing polls them, or the poller cannot keep up. */
export class TimersLateError extends HomewardError {
  readonly code = 'timers-late';
  readonly transient = true;
}

/** A timer of a kind that was never registered, or a kind that was registered twice: a fault of the program. */
export class TimerKindError extends HomewardError {
  readonly code = 'timer-kind-wrong';
  readonly transient = false;
}
