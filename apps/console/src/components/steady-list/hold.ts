/** What is known of a person at a list. Times are milliseconds by any steady clock; null for not at all. */
export interface Presence {
  /** When the pointer last moved within the list; null once it has left. */
  readonly pointedAt: number | null;
  /** When a key was last pressed, or the focus last moved, within the list; null once the focus has left. */
  readonly focusedAt: number | null;
  /** Whether the focus is where something is typed. */
  readonly isTyping: boolean;
}

export const absent: Presence = { pointedAt: null, focusedAt: null, isTyping: false };

/** A pointer that was left lying on the list must not keep a night's alerts from their order. */
const pointerIdleMs = 20_000;
const focusIdleMs = 120_000;

/** Whether the list is to keep its order for the person. */
export function isHeld({ pointedAt, focusedAt, isTyping }: Presence, now: number): boolean {
  if (isTyping && focusedAt !== null) return true;
  if (focusedAt !== null && now - focusedAt < focusIdleMs) return true;
  return pointedAt !== null && now - pointedAt < pointerIdleMs;
}
