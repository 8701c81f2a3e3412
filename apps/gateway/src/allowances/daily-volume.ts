import type { Instant } from '#libs/contracts';

/** What a gateway has sent on one day, by UTC. */
export interface Volume {
  readonly messages: number;
  readonly bytes: number;
  /** Messages of which something was put on the log as quarantined. */
  readonly quarantined: number;
  /** Messages that were refused because the volume was used up. */
  readonly refused: number;
}

export interface VolumeLimits {
  readonly messages: number;
  readonly bytes: number;
  readonly quarantined: number;
}

export const noVolume: Volume = { messages: 0, bytes: 0, quarantined: 0, refused: 0 };

export function sumOf(one: Volume, other: Volume): Volume {
  return {
    messages: one.messages + other.messages,
    bytes: one.bytes + other.bytes,
    quarantined: one.quarantined + other.quarantined,
    refused: one.refused + other.refused,
  };
}

/** Why nothing more of a gateway is taken on a day; undefined while something is. */
export function usedUpBecause(volume: Volume, limits: VolumeLimits): string | undefined {
  const [messages, bytes] = [volume.messages - volume.refused, volume.bytes];
  if (messages >= limits.messages) return `${String(limits.messages)} messages of one gateway are taken a day`;
  if (bytes >= limits.bytes) return `${String(limits.bytes)} bytes of one gateway are taken a day`;
  return undefined;
}

/** `2026-11-28`. */
export const dayOf = (instant: Instant): string => instant.slice(0, 10);

/** How long the day goes on, in whole seconds. */
export function secondsLeftOfDay(now: Date): number {
  return Math.max(1, Math.ceil((86_400_000 - (now.getTime() % 86_400_000)) / 1000));
}
