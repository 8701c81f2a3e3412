import type { KeyboardEvent } from 'react';
import { usePreferences } from '../../preferences/preferences-provider.tsx';
import { useSingleKey } from '../single-key/use-single-key.ts';
import { type AlertChoice, alertKeys } from './alert-choices.ts';

/** Answers whether that can be done now. */
type Choose = (choice: AlertChoice) => boolean;

/** The single keys of an alert for as long as the focus is in it, unless something is being typed or such keys are off. */
export function useAlertKeys(choose: Choose): (event: KeyboardEvent) => void {
  const { preferences } = usePreferences();
  return (event) => {
    const { key, target } = event;
    if (!preferences.singleKeys || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (target instanceof Element && target.matches('input, textarea, select')) return;
    if (!isAlertKey(key)) return;
    // Not also a key of the page around it, nor typed into the form that it opens.
    if (choose(alertKeys[key])) event.preventDefault();
  };
}

const isAlertKey = (key: string): key is keyof typeof alertKeys => Object.hasOwn(alertKeys, key);

/** The same keys wherever the focus is: for the page that is about one alert. */
export function AlertKeysOfPage({ choose }: { readonly choose: Choose }) {
  return Object.entries(alertKeys).map(([key, choice]) => (
    <KeyOfPage key={key} name={key} onKey={() => choose(choice)} />
  ));
}

function KeyOfPage({ name, onKey }: { readonly name: string; readonly onKey: () => boolean }) {
  useSingleKey(name, onKey);
  return null;
}
