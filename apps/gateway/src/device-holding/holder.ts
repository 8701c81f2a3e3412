import type { DeviceHolding, Instant, PatientId } from '#libs/contracts';

/**
 * Who had the device at the time, from the time of issue up to, but not including, that of recovery; undefined if no
 * patient had it. The one rule for readings that come in and for those that are released from quarantine.
 */
export function holderAt(holdings: readonly DeviceHolding[], at: Instant): PatientId | undefined {
  // Instants compare as text. The newest holding is last, and most readings are of today.
  return holdings.findLast(({ from, until }) => from <= at && (until === null || at < until))?.patientId;
}
