import type { Quarantined, QuarantinedEntry } from '#libs/contracts';

/** That a clinician released a reading. */
export type Released = QuarantinedEntry['released'][number];

/** What was quarantined, and what has been released of it. */
export interface QuarantineRecord {
  readonly event: Quarantined;
  readonly released: readonly Released[];
}
