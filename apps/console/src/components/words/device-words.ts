import type { DeviceState, ShownDevice } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { ageWords } from './time-words.ts';

export function deviceStateWords(state: DeviceState): string {
  switch (state) {
    case 'in-stock':
      return t`In stock`;
    case 'issued':
      return t`Issued`;
    case 'not-heard-from':
      return t`Not heard from for a day`;
    case 'low-battery':
      return t`Battery below 20 %`;
  }
}

/** Whether no patient has it. */
export const isInStock = ({ holdings }: ShownDevice): boolean => holdings.every(({ until }) => until !== null);

/** When a device was last heard of, and what it said of its battery. */
export function heardWords({ lastHeardAt, status }: ShownDevice, now: number): string {
  if (lastHeardAt === null) return t`Nothing has been heard of it`;
  const heard = t`Last heard of ${ageWords(lastHeardAt, now)}`;
  const battery = status?.batteryPercent;
  return battery === undefined ? heard : t`${heard}, battery ${Math.round(battery)} %`;
}
