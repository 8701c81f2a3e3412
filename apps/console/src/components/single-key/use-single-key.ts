import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from '../../preferences/preferences-provider.tsx';

/**
 * Has one key do something wherever the focus is, unless something is being typed or the person has turned such keys off.
 *
 * @param onKey answers whether the key was for it; where it was not, another part of the page may have it.
 */
export function useSingleKey(key: string, onKey: () => boolean): void {
  const { preferences } = usePreferences();
  const pressed = useEffectEvent((event: KeyboardEvent): void => {
    if (!preferences.singleKeys || event.key !== key || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || event.repeat || isTyping(event.target)) return;
    if (onKey()) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => pressed(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** A character that is typed into something is that character; in front of a dialog it is not for the page behind. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
  return isField || document.querySelector('dialog[open]') !== null;
}
