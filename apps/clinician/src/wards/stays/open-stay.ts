import type { StayId, WardId } from '#libs/contracts';

/** A stay that has not ended, and the ward that it is on. */
export interface OpenStay {
  readonly id: StayId;
  readonly wardId: WardId;
  readonly pathway: string;
}
