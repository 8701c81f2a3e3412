import { useLayoutEffect, useRef, type RefObject } from 'react';

const duration = 450;

/**
 * Lets the rows of a table glide to their new positions when their order changes, so that the eye can follow who moved. Rows
 * carry `data-row`. Nothing moves for people who ask for reduced motion.
 */
export function useMovingRows(body: RefObject<HTMLElement | null>, order: string): void {
  const offsets = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const rows = body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [];
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const now = new Map<string, number>();
    for (const row of rows) {
      const id = row.dataset['row'] ?? '';
      now.set(id, row.offsetTop);
      const before = offsets.current.get(id);
      if (before === undefined || before === row.offsetTop || still) continue;
      row.animate([{ transform: `translateY(${String(before - row.offsetTop)}px)` }, { transform: 'none' }], {
        duration,
        easing: 'cubic-bezier(0.2, 0, 0, 1)',
      });
    }
    offsets.current = now;
  }, [body, order]);
}
