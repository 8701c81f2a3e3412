import { type RefObject, useLayoutEffect, useRef } from 'react';

/** For a `dialog` that is before everything else for as long as it is on the page. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed while it is still on the page, it gives the focus back to what had it.
    return () => shown?.close();
  }, []);
  return dialog;
}
