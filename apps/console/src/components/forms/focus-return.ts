import { type RefObject, useLayoutEffect } from 'react';

/**
 * When a form goes, whatever the reason, the focus goes to the button that opens it; where that is gone too, to the heading of
 * the card or section that it was in. A focus that is somewhere else by then is left alone.
 */
export function useFocusReturn(form: RefObject<HTMLElement | null>, name: string): void {
  useLayoutEffect(() => {
    const shown = form.current;
    return () => {
      if (shown === null) return;
      const around = ancestorsOf(shown);
      // Once what replaces the form is on the page.
      queueMicrotask(() => {
        const { activeElement } = document;
        if (shown.isConnected || (activeElement !== null && activeElement !== document.body)) return;
        returnTo(name, around);
      });
    };
  }, [form, name]);
}

function ancestorsOf(element: HTMLElement): readonly HTMLElement[] {
  const parent = element.parentElement;
  return parent === null ? [] : [parent, ...ancestorsOf(parent)];
}

function returnTo(name: string, around: readonly HTMLElement[]): void {
  const openers = [...document.querySelectorAll<HTMLElement>('[data-opens]')];
  openers.find((button) => button.dataset['opens'] === name)?.focus();
  // A button within something folded away cannot have it.
  if (document.activeElement !== document.body) return;
  const part = around.find((element) => element.isConnected && element.matches('article, section, main'));
  // A card is read as a whole; of a section its heading says where one is.
  const target =
    part?.hasAttribute('tabindex') === true ? part : (part?.querySelector<HTMLElement>('h1, h2, h3') ?? part);
  // So that it can have the focus at all, without being a stop of the Tab key.
  if (target !== undefined && !target.hasAttribute('tabindex')) target.tabIndex = -1;
  target?.focus();
}
