import type { DischargeDestination, Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** Where a patient goes when a stay ends. */
export function destinationWords(destination: DischargeDestination): string {
  switch (destination) {
    case 'usual-place-of-residence':
      return t`Stays at home, or where they usually live`;
    case 'hospital-admission':
      return t`Admitted to hospital`;
    case 'hospital-transfer':
      return t`Transferred to another hospital`;
    case 'care-home':
      return t`Care home`;
    case 'hospice':
      return t`Hospice`;
    case 'died':
      return t`Died`;
    case 'other':
      return t`Elsewhere`;
  }
}

export function entryWords(entry: Stay['entry']): string {
  switch (entry) {
    case null:
      return t`not said`;
    case 'step-up':
      return t`from the community (step up)`;
    case 'step-down':
      return t`early out of hospital (step down)`;
  }
}
