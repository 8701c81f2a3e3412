import type { PersonReference } from '#libs/contracts';

/** Who is reached for a target. */
export interface Recipients {
  readonly people: readonly PersonReference[];
  /** Why there are none. */
  readonly empty?: 'gap' | 'empty-team' | 'no-one-with-role' | 'unknown' | 'inactive';
}
