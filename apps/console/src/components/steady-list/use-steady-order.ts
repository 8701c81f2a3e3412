import { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react';
import { serverClock } from '../../time/server-clock.ts';
import { absent, isHeld, type Presence } from './hold.ts';
import { steadyOrder, type SteadyOrder } from './steady-order.ts';

/** To be spread on the element that holds the list. */
export interface SteadyListProps {
  readonly onPointerMove: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onKeyDown: () => void;
  readonly onBlur: (event: FocusEvent) => void;
}

export interface SteadyList<Item> extends SteadyOrder<Item> {
  readonly props: SteadyListProps;
  /** Takes up the order of now. */
  readonly takeUp: () => void;
}

const lookEveryMs = 1000;

/**
 * Keeps the order of a list while a person points at it, is in it with the focus, or types in it.
 *
 * @param question what the list answers, filters and sort: the answer to another one is never held back.
 */
export function useSteadyOrder<Item>(
  newest: readonly Item[],
  keyOf: (item: Item) => string,
  question: string,
): SteadyList<Item> {
  const presence = useRef<Presence>(absent);
  const [kept, setKept] = useState<{ readonly question: string; readonly order: readonly Item[] } | null>(null);
  const held = kept?.question === question ? kept.order : null;
  const order = useMemo(
    () => (held === null ? { shown: newest, newcomers: [], isReordered: false } : steadyOrder(held, newest, keyOf)),
    [held, newest, keyOf],
  );
  const look = (): void => {
    const hold = isHeld(presence.current, serverClock.ownNow());
    setKept((before) => {
      if (!hold) return null;
      return before?.question === question ? before : { question, order: order.shown };
    });
  };
  const become = (change: Partial<Presence>): void => {
    presence.current = { ...presence.current, ...change };
    look();
  };
  const isKept = kept !== null;
  // Released without an event, once nothing has moved for long enough.
  useEffect(() => {
    if (!isKept) return undefined;
    const timer = setInterval(() => {
      if (!isHeld(presence.current, serverClock.ownNow())) setKept(null);
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [isKept]);
  return {
    ...order,
    takeUp: () => setKept(isHeld(presence.current, serverClock.ownNow()) ? { question, order: newest } : null),
    props: {
      onPointerMove: () => become({ pointedAt: serverClock.ownNow() }),
      onPointerLeave: () => become({ pointedAt: null }),
      onFocus: ({ target }) =>
        become({ focusedAt: serverClock.ownNow(), isTyping: target.matches('input, textarea, select') }),
      onKeyDown: () => become({ focusedAt: serverClock.ownNow() }),
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) become({ focusedAt: null, isTyping: false });
      },
    },
  };
}
