import type { DeviceHolding, Instant, PatientId } from '#libs/contracts';

/**
 * Who had the device at the time, from the moment of issue up to, but not including, that of recovery; undefined if
 * nobody had it.
 */
export function holderAt(holdings: readonly DeviceHolding[], at: Instant): PatientId | undefined {
  // Instants compare as text. The newest holding is last, and most readings are of today.
  return holdings.findLast(({ from, until }) => from <= at && (until === null || at < until))?.patientId;
}
