export { TimerKindError, TimersLateError } from './timer-errors.ts';
export { type DueTimer, timerTable } from './timer.store.ts';
export type { TimerDatabase, TimersParts } from './timer-parts.ts';
export { type TimerKind, Timers } from './timers.ts';
export type { RepeatedWork } from './repeats.ts';
