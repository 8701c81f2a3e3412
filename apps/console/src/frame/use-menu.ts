import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';

/** The menu of a narrow screen, behind its button. On a wide one everything in it is always in view. */
export interface Menu {
  readonly id: string;
  readonly isOpen: boolean;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly open: () => void;
  readonly toggle: () => void;
  readonly closeOnEscape: (event: KeyboardEvent) => void;
}

/** Closed again with every change of page. */
export function useMenu(path: string): Menu {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpen(false), [path]);
  return {
    id: useId(),
    isOpen,
    button,
    open: () => setOpen(true),
    toggle: () => setOpen((before) => !before),
    closeOnEscape: (event) => {
      if (event.key !== 'Escape' || !isOpen) return;
      setOpen(false);
      button.current?.focus();
    },
  };
}
