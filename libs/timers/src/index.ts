export { type DueTimer, type RepeatedWork, type ScheduledTimer, type TimerKind, Timers, timerTable } from './timers.ts';
