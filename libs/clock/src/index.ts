export { ManualClock, SystemClock, type Clock } from './clock.ts';
export { type ClockStep, ClockWatch } from './clock-watch.ts';
