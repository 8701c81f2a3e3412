import { type RotaRules, type Shift, shiftAt } from './cover.ts';
import type { Span } from './span.ts';

export type Swap =
  | { readonly possible: true; readonly overrides: readonly [SwappedShift, SwappedShift] }
  | { readonly possible: false; readonly shift: 'shiftA' | 'shiftB'; readonly because: string };

/** A shift that another person takes. */
export interface SwappedShift extends Span {
  readonly personId: string;
}

/** Two people exchange the shifts that hold these times: two overrides, or why that cannot be. */
export function swapOf(rota: RotaRules, timeA: number, timeB: number): Swap {
  const [a, b] = [shiftAt(rota, timeA), shiftAt(rota, timeB)];
  if (a === undefined) return refusal('shiftA', 'no person has the turn at this time');
  if (b === undefined) return refusal('shiftB', 'no person has the turn at this time');
  if (a.personId === b.personId) return refusal('shiftB', 'both shifts are of the same person');
  return { possible: true, overrides: [taken(a, b.personId), taken(b, a.personId)] };
}

const refusal = (shift: 'shiftA' | 'shiftB', because: string): Swap => ({ possible: false, shift, because });

const taken = ({ start, end }: Shift, personId: string): SwappedShift => ({ start, end, personId });
