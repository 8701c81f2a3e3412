import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { keepPreferences, keptPreferences, type Preferences, usual } from './preferences.ts';

interface PreferencesUse {
  readonly preferences: Preferences;
  readonly prefer: (preferences: Preferences) => void;
}

const PreferencesContext = createContext<PreferencesUse>({ preferences: usual, prefer: () => undefined });

export const usePreferences = (): PreferencesUse => use(PreferencesContext);

/** Applies what is preferred on this computer, and keeps it. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [preferences, setPreferences] = useState(() => keptPreferences(window.localStorage));
  useEffect(() => {
    const { documentElement } = document;
    if (preferences.theme === 'computer') delete documentElement.dataset['theme'];
    else documentElement.dataset['theme'] = preferences.theme;
  }, [preferences.theme]);
  const inUse = useMemo(
    () => ({
      preferences,
      prefer: (changed: Preferences) => {
        keepPreferences(window.localStorage, changed);
        setPreferences(changed);
      },
    }),
    [preferences],
  );
  return <PreferencesContext value={inUse}>{children}</PreferencesContext>;
}
