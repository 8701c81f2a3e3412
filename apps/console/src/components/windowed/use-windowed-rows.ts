import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { type WindowedRow, withRoom } from './windowed-rows.ts';

/** Up to so many rows all are drawn: it costs little, and the browser's own search finds every one. */
const mostDrawn = 60;
/** So many beyond either edge of the window, so that a quick look further finds them there. */
const beyond = 8;

export interface WindowedRows {
  readonly rows: readonly WindowedRow[];
  /** Whether some rows are not drawn. */
  readonly isWindowed: boolean;
  /** To be called with each drawn row's element, which carries `data-index`: its height is measured. */
  readonly measure: (element: HTMLElement | null) => void;
}

export interface WindowedRowsOptions {
  /** What holds the rows. */
  readonly body: RefObject<HTMLElement | null>;
  /** What identifies each row, in the order shown. */
  readonly keys: readonly string[];
  /** How high a row is before it has been measured, pixels. */
  readonly estimate: number;
}

/** Of a long list the rows in view, and the one that has the focus; all of them on paper. */
export function useWindowedRows({ body, keys, estimate }: WindowedRowsOptions): WindowedRows {
  const isPrinting = usePrinting();
  const isWindowed = keys.length > mostDrawn && !isPrinting;
  const [top, setTop] = useState(0);
  // Without an array of what it depends on: whatever stands above the list may have changed its height.
  useLayoutEffect(() => {
    const element = body.current;
    if (element !== null) setTop(element.getBoundingClientRect().top + window.scrollY);
  });
  const rangeExtractor = useCallback((range: Range) => withFocused(defaultRangeExtractor(range), body.current), [body]);
  const virtualizer = useWindowVirtualizer({
    count: keys.length,
    enabled: isWindowed,
    estimateSize: () => estimate,
    getItemKey: (index) => keys[index] ?? index,
    overscan: beyond,
    rangeExtractor,
    scrollMargin: top,
  });
  if (!isWindowed) {
    const rows = keys.map((_key, index) => ({ kind: 'row' as const, index }));
    return { rows, isWindowed, measure: doNotMeasure };
  }
  const drawn = virtualizer
    .getVirtualItems()
    .map(({ index, start, end }) => ({ index, start: start - top, end: end - top }));
  return { rows: withRoom(drawn, virtualizer.getTotalSize()), isWindowed, measure: virtualizer.measureElement };
}

const doNotMeasure = (): void => undefined;

/** The row that has the focus stays drawn when it leaves the view: the focus would be lost with it. */
function withFocused(indexes: readonly number[], body: HTMLElement | null): number[] {
  const row = body?.contains(document.activeElement) === true ? document.activeElement?.closest('[data-index]') : null;
  const focused = Number(row?.getAttribute('data-index') ?? Number.NaN);
  if (Number.isNaN(focused) || indexes.includes(focused)) return [...indexes];
  return [...indexes, focused].toSorted((one, other) => one - other);
}

/** Whether the page is being printed, for which all of it has to be there. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useLayoutEffect(() => {
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
