import type { BedsInUse, CapacityAlertDecision } from '#libs/capacity';
import { derivedId, EventId, type Instant, type WardId } from '#libs/contracts';
import { timeInWords } from './intake-outage.ts';

type Because = Extract<CapacityAlertDecision, { change: 'raise' }>['because'];

/** A ward, or all wards together, where `wardId` is null. */
export interface CapacitySubject {
  readonly wardId: WardId | null;
  readonly name: string;
  readonly beds: BedsInUse;
}

/** The id of the technical alert that was raised for a ward, or for all of them, then. */
export const capacityAlertId = (wardId: WardId | null, raisedAt: Instant): EventId =>
  EventId.parse(derivedId('technical-alert', 'ward-near-capacity', wardId ?? 'all-wards', raisedAt));

/** `The ward “Heart at home” has no free bed: of 20 beds, 19 are occupied and 1 is reserved.` */
export function capacityAlertWords({ wardId, name, beds }: CapacitySubject, because: Because): string {
  const { open, occupied, reserved } = beds;
  const where = wardId === null ? name : `The ward “${name}”`;
  const [has, is] = wardId === null ? ['have', 'are'] : ['has', 'is'];
  const what = because === 'no-free-bed' ? `${has} no free bed` : `${is} nearly full`;
  return `${where} ${what}: of ${counted(open, 'bed')}, ${String(occupied)} ${verb(occupied)} occupied and ${String(reserved)} ${verb(reserved)} reserved.`;
}

/** @param words what was said while it was so. */
export const capacityAlertOverWords = (words: string, until: Instant): string =>
  `${words} It was so until ${timeInWords(until)}.`;

const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
const verb = (count: number): string => (count === 1 ? 'is' : 'are');
