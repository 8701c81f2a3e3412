import type { WardId } from '#libs/contracts';

/** Who is called while Homeward cannot be: a person, a team or a switchboard. */
export interface DowntimeContact {
  readonly name: string;
  /** What they are called for, or when: `on call until 20:00`. */
  readonly about: string;
  readonly phone: string;
}

/** Knows whom a ward calls. */
export interface DowntimeContacts {
  /** In the order in which they are called; empty where none is set. */
  of(wardId: WardId): Promise<readonly DowntimeContact[]>;
}

/** By which the provider is injected. */
export const DOWNTIME_CONTACTS = Symbol('downtime contacts');

/** Until people have numbers here, the pack says that none is set. */
export const noDowntimeContacts: DowntimeContacts = { of: () => Promise.resolve([]) };
