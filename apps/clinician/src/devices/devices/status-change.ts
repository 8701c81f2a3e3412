import type { Device } from '#libs/contracts';

type Status = NonNullable<Device['status']>;

/** From here down a battery is called low. */
const lowBatteryPercent = 20;

/**
 * Whether those who watch hear of a device's new status: of its first, when it goes online or offline, and when its battery
 * becomes low or has been charged. A device says something of itself every few minutes; the rest would flood the stream.
 * What a status leaves out has not changed.
 */
export function isNotable(before: Status | null, after: Status): boolean {
  if (before === null) return true;
  const [was, is] = [before.batteryPercent, after.batteryPercent];
  const batteryCrosses = was !== undefined && is !== undefined && isLow(was) !== isLow(is);
  const wentOnOrOff = before.online !== undefined && after.online !== undefined && before.online !== after.online;
  return batteryCrosses || wentOnOrOff;
}

const isLow = (percent: number): boolean => percent < lowBatteryPercent;
