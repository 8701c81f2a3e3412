import type { DischargeDestination, Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { timeWords } from './time-words.ts';

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

/** What has become of a stay, and by whom. */
export function stayStateWords(stay: Stay, now: number): string {
  const { state, leave, dischargedAt, dischargedBy, cancelled } = stay;
  switch (state) {
    case 'admitted':
      return t`The patient is on the ward.`;
    case 'on-leave':
      return leave === null ? t`The patient is on leave.` : leaveWords(leave, now);
    case 'discharged':
      if (dischargedAt === null || dischargedBy === null) return t`The patient has been discharged.`;
      return t`${dischargedBy.name} discharged the patient (${timeWords(dischargedAt, now)}).`;
    case 'cancelled':
      if (cancelled === null) return t`The admission was cancelled.`;
      return t`${cancelled.by.name} cancelled the admission (${timeWords(cancelled.at, now)}): ${cancelled.reason}`;
  }
}

/** `On leave until 21 Nov, 18:00: a wedding`; that it is over is said. */
export function leaveWords({ until, reason }: NonNullable<Stay['leave']>, now: number): string {
  const at = timeWords(until, now);
  return Date.parse(until) < now
    ? t`Should have been back from leave at ${at}: ${reason}`
    : t`On leave until ${at}: ${reason}`;
}
