export { ManualClock, SystemClock, type Clock } from './clock.ts';
