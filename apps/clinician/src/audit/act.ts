import type { Person } from '#libs/contracts';

/** Something a person did. */
export interface Act {
  readonly by: Person;
  readonly at: Date;
  /** A verb and what it was done to: `admit`, `acknowledge-alert`. */
  readonly act: string;
  readonly subject: {
    readonly kind: 'ward' | 'patient' | 'stay' | 'alert' | 'gateway' | 'device';
    readonly id: string;
  };
  readonly facts?: Readonly<Record<string, unknown>>;
}
