/** From one time until another, both in milliseconds since 1970; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether the two have any time in common: touching ends are not. */
export const overlaps = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;

/** In the order of time, those that overlap or touch made one. */
export function union(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else if (span.start < span.end) {
      merged.push(span);
    }
  }
  return merged;
}

/** What of the pieces lies in the spans. Both are in the order of time, and none of either overlap. */
export function within<Piece extends Span>(pieces: readonly Piece[], spans: readonly Span[]): readonly Piece[] {
  const kept: Piece[] = [];
  let first = 0;
  for (const piece of pieces) {
    while ((spans[first]?.end ?? Infinity) <= piece.start) first += 1;
    for (let index = first; index < spans.length; index += 1) {
      const span = spans[index];
      if (span === undefined || span.start >= piece.end) break;
      kept.push({ ...piece, start: Math.max(piece.start, span.start), end: Math.min(piece.end, span.end) });
    }
  }
  return kept;
}

/** What of the span no piece covers. The pieces are in the order of time, and none overlap. */
export function uncovered(pieces: readonly Span[], { start, end }: Span): readonly Span[] {
  const left: Span[] = [];
  let at = start;
  for (const piece of pieces) {
    if (piece.end <= at) continue;
    if (piece.start >= end) break;
    if (piece.start > at) left.push({ start: at, end: piece.start });
    at = piece.end;
  }
  if (at < end) left.push({ start: at, end });
  return left;
}

const allTime: Span = { start: -Infinity, end: Infinity };

/** The pieces below with those above laid over them, in the order of time. None of either overlap. */
export function overlay<Piece extends Span>(below: readonly Piece[], above: readonly Piece[]): readonly Piece[] {
  if (above.length === 0) return below;
  const visible = within(below, uncovered(above, allTime));
  return [...visible, ...above].sort((one, other) => one.start - other.start);
}
