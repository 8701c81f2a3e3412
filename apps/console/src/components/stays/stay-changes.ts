import { isOpenStay, type Permission, type Stay } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** What can be made of a stay; a swap is of two. */
export const stayChanges = [
  'transfer',
  'swap',
  'expect',
  'leave',
  'return',
  'discharge',
  'cancel',
  'reinstate',
] as const;
export type StayChange = (typeof stayChanges)[number];

/** In which states each can be made; the service decides again. */
export function canMake(change: StayChange, stay: Pick<Stay, 'state'>): boolean {
  switch (change) {
    case 'leave':
      return stay.state === 'admitted';
    case 'return':
      return stay.state === 'on-leave';
    case 'reinstate':
      return !isOpenStay(stay);
    default:
      return isOpenStay(stay);
  }
}

/** Without which it is not offered. */
export const permissionFor = (change: StayChange): Permission =>
  change === 'cancel' || change === 'reinstate' ? 'correct-stays' : 'admit-and-discharge';

export function changeButton(change: StayChange): string {
  switch (change) {
    case 'transfer':
      return t`Transfer…`;
    case 'swap':
      return t`Swap beds…`;
    case 'expect':
      return t`Expected discharge…`;
    case 'leave':
      return t`Begin leave…`;
    case 'return':
      return t`Back from leave…`;
    case 'discharge':
      return t`Discharge…`;
    case 'cancel':
      return t`Cancel the admission…`;
    case 'reinstate':
      return t`Reinstate…`;
  }
}

/** Which form is open: of what change, of which stay, and what it begins with. */
export interface StayFormId {
  readonly change: StayChange;
  readonly stayId: string;
  /** The ward of a transfer, or the other stay of a swap, where a patient was dropped on it. */
  readonly target: string;
}

/** As a form among others is named: what a draft is kept under. */
export const stayFormId = ({ change, stayId, target }: StayFormId): string => [change, stayId, target].join('.');

/** Undefined for what names no form. */
export function readStayFormId(id: string | null): StayFormId | undefined {
  const [name, stayId, target = ''] = (id ?? '').split('.');
  const change = stayChanges.find((one) => one === name);
  return change === undefined || stayId === undefined ? undefined : { change, stayId, target };
}
