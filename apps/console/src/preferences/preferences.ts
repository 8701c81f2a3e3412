import { z } from 'zod';

export const themes = ['computer', 'light', 'dark'] as const;

/** What a person wants of this computer's screen and loudspeaker. */
const Preferences = z.object({
  /** `computer`: light or dark as the computer is set. */
  theme: z.enum(themes),
  /** A tone when an alert is raised or gets worse. */
  sound: z.boolean(),
  /** The browser's own notification, also while another window is in front. */
  notifications: z.boolean(),
  /** Single keys do things, `/` and `e`: to be turned off by those who speak to their computer, or touch keys by mistake. */
  singleKeys: z.boolean().default(true),
});
export type Preferences = z.infer<typeof Preferences>;

export const usual: Preferences = { theme: 'computer', sound: false, notifications: false, singleKeys: true };

const key = 'homeward-preferences';

/** What was kept on this computer; the usual where nothing was, or it cannot be read. */
export function keptPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  const kept = storage.getItem(key);
  if (kept === null) return usual;
  try {
    return Preferences.parse(JSON.parse(kept));
  } catch {
    // Written by another version of the console.
    return usual;
  }
}

export function keepPreferences(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  storage.setItem(key, JSON.stringify(preferences));
}
