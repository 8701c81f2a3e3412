import { type DeviceHolding, type DeviceId, instant, type Instant, type PatientId } from '#libs/contracts';
import {
  BackdatingNeedsReasonError,
  DeviceHeldError,
  DeviceIssuedInFutureError,
  DeviceNotHeldError,
} from './device-errors.ts';

/** What happens to a device's holdings; `none` when the device is already with that patient. */
export type IssueDecision =
  | { readonly change: 'none'; readonly because: 'already-with-patient' }
  | { readonly change: 'begin'; readonly holding: DeviceHolding };

/** An issue that is recorded within this time needs no reason: clocks differ, and typing takes a while. */
const backdatingToleranceMinutes = 5;

/** The one holding that has no end yet; undefined when no patient has the device. */
export function currentHolding(holdings: readonly DeviceHolding[]): DeviceHolding | undefined {
  return holdings.findLast((holding) => holding.until === null);
}

/**
 * Decides what issuing a device does. Holdings never overlap: a new one begins when the patient got the device, but
 * never before the last one ended, which two replicas whose clocks disagree could otherwise make it do.
 *
 * @throws DeviceHeldError when another patient has it.
 * @throws DeviceIssuedInFutureError when it is to begin later than now.
 * @throws BackdatingNeedsReasonError when it is to begin earlier than now, and no reason is given.
 */
export function decideIssue(
  device: { readonly id: DeviceId; readonly holdings: readonly DeviceHolding[] },
  asked: {
    readonly patientId: PatientId;
    readonly from: Instant;
    readonly reason: string | undefined;
    readonly now: Instant;
  },
): IssueDecision {
  const { patientId, from, reason, now } = asked;
  if (from > now) throw new DeviceIssuedInFutureError(device.id, from);
  const current = currentHolding(device.holdings);
  if (current?.patientId === patientId) return { change: 'none', because: 'already-with-patient' };
  if (current !== undefined) throw new DeviceHeldError(device.id, current.patientId);
  const tolerated = instant(Date.parse(now) - backdatingToleranceMinutes * 60_000);
  if (from < tolerated && reason === undefined) throw new BackdatingNeedsReasonError(device.id, from);
  const lastUntil = device.holdings.reduce<Instant>(
    (latest, { until }) => (until !== null && until > latest ? until : latest),
    from,
  );
  return { change: 'begin', holding: { patientId, from: lastUntil, until: null } };
}

/**
 * When the current holding ends: now, but never before it began.
 *
 * @throws DeviceNotHeldError when no patient has it.
 */
export function decideRecovery(
  device: { readonly id: DeviceId; readonly holdings: readonly DeviceHolding[] },
  now: Instant,
): DeviceHolding & { readonly until: Instant } {
  const current = currentHolding(device.holdings);
  if (current === undefined) throw new DeviceNotHeldError(device.id);
  return { ...current, until: now < current.from ? current.from : now };
}
