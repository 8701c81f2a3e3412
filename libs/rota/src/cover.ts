import type { RotaLayer, RotaOverrideId } from '#libs/contracts';
import { layerShifts } from './layer-shifts.ts';
import { overlaps, overlay, type Span, uncovered, within } from './span.ts';

/** A person has the turn for so long, whatever the layers say. */
export interface Override extends Span {
  readonly id: RotaOverrideId;
  readonly personId: string;
}

/** Who has the turn when, as it was set. */
export interface RotaRules {
  readonly timeZone: string;
  /** A later one takes precedence; `start` is a local date and time. */
  readonly layers: readonly RotaLayer[];
  /** A later one takes precedence, and all of them over the layers. */
  readonly overrides: readonly Override[];
}

/** For so long one person has the turn, by a layer or by an override. */
export interface Shift extends Span {
  readonly personId: string;
  /** The name of the layer; null for an override. */
  readonly layer: string | null;
  readonly override: RotaOverrideId | null;
}

/** For so long no person has the turn: no layer covers it, or the person whose shift it is is not active. */
export interface Gap extends Span {
  readonly reason: 'uncovered' | 'empty-shift';
  readonly personId: string | null;
}

const dayMilliseconds = 86_400_000;
/** No shift of a layer is longer, whatever the clocks do. */
const longestShift = 3 * dayMilliseconds;

/** Every shift that overlaps the span, in the order of time, each as long as it is. No two overlap. */
export function shiftsOf(rota: RotaRules, span: Span): readonly Shift[] {
  // A shift ends where one above it begins, which may lie beyond the span.
  const wide = { start: span.start - longestShift, end: span.end + longestShift };
  let shifts: readonly Shift[] = [];
  for (const layer of rota.layers) {
    const own = layerShifts(layer, rota.timeZone, wide);
    shifts = overlay(
      shifts,
      own.map((shift) => ({ ...shift, layer: layer.name, override: null })),
    );
  }
  for (const { id, start, end, personId } of rota.overrides) {
    if (overlaps({ start, end }, wide)) shifts = overlay(shifts, [{ start, end, personId, layer: null, override: id }]);
  }
  return shifts.filter((shift) => overlaps(shift, span));
}

/** Every shift that overlaps the span, as far as it lies in it. */
export function shiftsWithin(rota: RotaRules, span: Span): readonly Shift[] {
  return within(shiftsOf(rota, span), [span]);
}

/** The shift that holds a time; undefined in a gap. */
export function shiftAt(rota: RotaRules, at: number): Shift | undefined {
  return shiftsOf(rota, { start: at, end: at + 1 })[0];
}

/**
 * What of the span is not covered, in the order of time.
 *
 * @param isActive whether a person is there to take the turn.
 */
export function gapsOf(rota: RotaRules, span: Span, isActive: (personId: string) => boolean): readonly Gap[] {
  const shifts = shiftsWithin(rota, span);
  const holes = uncovered(shifts, span).map((hole): Gap => ({ ...hole, reason: 'uncovered', personId: null }));
  const empty = shifts
    .filter(({ personId }) => !isActive(personId))
    .map(({ start, end, personId }): Gap => ({ start, end, reason: 'empty-shift', personId }));
  return [...holes, ...empty].sort((one, other) => one.start - other.start);
}
