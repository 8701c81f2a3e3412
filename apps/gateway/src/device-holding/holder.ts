import { type DeviceHolding, type Instant, instant, type PatientId } from '#libs/contracts';

/**
 * For how long before its very first issue a device's readings count as its first holder's: devices are handed over at
 * the bedside and entered afterwards, often after the first readings. Nobody else has had the device by then.
 */
const firstIssueReachesBackMs = 24 * 3_600_000;

/**
 * Who had the device at the time, from the moment of issue up to, but not including, that of recovery; undefined if
 * nobody had it. Between two holders it is nobody's: there the reading could be either's.
 */
export function holderAt(holdings: readonly DeviceHolding[], at: Instant): PatientId | undefined {
  // Instants compare as text. The newest holding is last, and most readings are of today.
  const holding = holdings.findLast(({ from, until }) => from <= at && (until === null || at < until));
  if (holding !== undefined) return holding.patientId;
  const [first] = holdings;
  if (first === undefined || at >= first.from) return undefined;
  const reachesBackTo = instant(Date.parse(first.from) - firstIssueReachesBackMs);
  return at >= reachesBackTo ? first.patientId : undefined;
}
