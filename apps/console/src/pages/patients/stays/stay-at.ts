import type { Instant, Stay, StayHistoryEntry } from '#libs/contracts';

/** The stay as it was at an instant, of the states that it went through; undefined where it had not begun. */
export function stayAt(history: readonly StayHistoryEntry[], at: Instant): Stay | undefined {
  return history
    .filter((entry) => entry.at <= at)
    .map(({ stay }) => stay)
    .toSorted((one, other) => other.revision - one.revision)[0];
}
