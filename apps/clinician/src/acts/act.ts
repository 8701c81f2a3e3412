import type { Person } from '#libs/contracts';

/** What an act was done to. */
export interface Subject {
  readonly kind: 'ward' | 'patient' | 'stay' | 'alert' | 'task' | 'gateway' | 'device';
  readonly id: string;
}

/** Something a person did, as it is kept. */
export interface Act {
  readonly by: Person;
  readonly at: Date;
  /** A verb, and what it was done to: `admit`, `acknowledge-alert`. */
  readonly act: string;
  readonly subject: Subject;
  /** Ids and numbers; nothing that describes a patient. */
  readonly facts: Readonly<Record<string, unknown>>;
}
