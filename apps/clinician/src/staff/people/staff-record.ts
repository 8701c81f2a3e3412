import { isDeepStrictEqual } from 'node:util';
import { type ContactMethod, type Person, type PersonReference, type StaffMember } from '#libs/contracts';

/** A person with the addresses by which they are reached. */
export interface StaffRecord extends Omit<StaffMember, 'contactMethods'> {
  /** In their order. */
  readonly contactMethods: readonly ContactMethod[];
}

/** The person as others see them: who may not see addresses sees by which channels the person is reached. */
export function shownStaffMember(
  { contactMethods, ...member }: StaffRecord,
  reader: { readonly maySeeAddresses: boolean },
): StaffMember {
  const shown = contactMethods.map(({ channel, address, order }) => ({
    channel,
    address: reader.maySeeAddresses ? address : null,
    order,
  }));
  return { ...member, contactMethods: shown };
}

/** The person as a sign-in brings them, of whom nothing else has been entered. */
export function signedInMember({ id, name, role }: Person): StaffRecord {
  return {
    id,
    name,
    role,
    wardIds: [],
    contactMethods: [],
    quietHours: null,
    language: 'en',
    addedBy: 'sign-in',
    active: true,
    revision: 0,
  };
}

export const referenceTo = ({ id, name }: StaffRecord): PersonReference => ({ id, name });

/** What of the person differs, in words; revisions left out. */
export function changedMembers(before: StaffRecord, after: StaffRecord): readonly string[] {
  const names = Object.keys(before) as (keyof StaffRecord)[]; // Both have the members of the type.
  return names.filter((name) => name !== 'revision' && !isDeepStrictEqual(before[name], after[name]));
}
