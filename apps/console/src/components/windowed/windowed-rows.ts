/** A row of a long list that is drawn, or the room that rows which are not drawn would take. */
export type WindowedRow =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'room'; readonly height: number; readonly from: number };

/** A row that is drawn: its number, and where it begins and ends, in pixels from the beginning of the list. */
export interface DrawnRow {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** The drawn rows with the room between, before and after them, so that the list is as long as if all were drawn. */
export function withRoom(drawn: readonly DrawnRow[], totalHeight: number): readonly WindowedRow[] {
  const rows: WindowedRow[] = [];
  let reached = 0;
  for (const { index, start, end } of drawn) {
    if (start > reached) rows.push({ kind: 'room', height: start - reached, from: reached });
    rows.push({ kind: 'row', index });
    reached = end;
  }
  if (totalHeight > reached) rows.push({ kind: 'room', height: totalHeight - reached, from: reached });
  return rows;
}
