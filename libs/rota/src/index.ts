export { type Gap, gapsOf, type RotaRules, type Shift, shiftAt, shiftsOf, shiftsWithin } from './cover.ts';
export { type Span } from './span.ts';
export { swapOf } from './swap.ts';
export { instantOfLocalTime, localTimeOf } from './wall-clock.ts';
