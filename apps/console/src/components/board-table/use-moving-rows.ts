import { useLayoutEffect, useRef, type RefObject } from 'react';

const duration = 450;
/** More rows than this are not followed by the eye, and cost time that the next change needs. */
const mostMoving = 60;

/**
 * Lets the rows of a table glide to their new positions when their order changes, so that the eye can follow who moved. Rows
 * carry `data-row`. Nothing moves for people who ask for reduced motion. All positions are read before anything is written:
 * in turns, each reading would have the browser lay out the page anew.
 */
export function useMovingRows(body: RefObject<HTMLElement | null>, order: string): void {
  const offsets = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const positions = rows.map((row) => ({ row, id: row.dataset['row'] ?? '', top: row.offsetTop }));
    const moved = positions.flatMap(({ row, id, top }) => {
      const before = offsets.current.get(id);
      return before === undefined || before === top ? [] : [{ row, by: before - top }];
    });
    offsets.current = new Map(positions.map(({ id, top }) => [id, top]));
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill || moved.length > mostMoving) return;
    for (const { row, by } of moved) {
      row.animate([{ transform: `translateY(${String(by)}px)` }, { transform: 'none' }], {
        duration,
        easing: 'cubic-bezier(0.2, 0, 0, 1)',
      });
    }
  }, [body, order]);
}
