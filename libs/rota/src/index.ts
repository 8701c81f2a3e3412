export {
  type Gap,
  gapsOf,
  type Override,
  type RotaRules,
  type Shift,
  shiftAt,
  shiftsOf,
  shiftsWithin,
} from './cover.ts';
export { type Span } from './span.ts';
export { type Swap, type SwappedShift, swapOf } from './swap.ts';
export { instantOfLocalTime, localTimeOf } from './wall-clock.ts';
