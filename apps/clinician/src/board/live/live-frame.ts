import type { WardId } from '#libs/contracts';

/** Whom a change concerns: those who watch one of these wards, or everybody who watches. */
export type Audience = readonly WardId[] | 'everybody';

/** What is sent of one change, and to whom. */
export interface LiveFrame {
  readonly position: number;
  readonly audience: Audience;
  /** The texts of its events. */
  readonly events: readonly string[];
}

/** Whether a change concerns those who watch the ward, or who watch every ward where it is undefined. */
export function concerns(audience: Audience, wardId: WardId | undefined): boolean {
  if (audience === 'everybody') return true;
  return wardId === undefined ? audience.length > 0 : audience.includes(wardId);
}
