export { TimerKindError } from './timer-errors.ts';
export { type DueTimer, timerTable } from './timer.store.ts';
export type { TimersParts } from './timer-parts.ts';
export { Timers } from './timers.ts';
