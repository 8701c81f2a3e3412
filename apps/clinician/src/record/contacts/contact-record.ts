import type { Contact, ContactChange, Instant, PatientId } from '#libs/contracts';

/** A contact as it is kept, removed ones included: their revisions go on when they are entered again. */
export interface ContactRecord extends Contact {
  readonly patientId: PatientId;
  readonly removedAt: Instant | null;
}

/** Whether a change would leave the contact as it is. */
export function isSameContact(contact: Contact, change: ContactChange): boolean {
  // ContactChange has every member of a contact but those that Homeward gives.
  return (Object.keys(change) as (keyof ContactChange)[]).every((name) => contact[name] === change[name]);
}

/** Those that were not removed, without what is not shown: those to try first at the top, then by name. */
export function shownContacts(records: readonly ContactRecord[]): Contact[] {
  return records
    .filter(({ removedAt }) => removedAt === null)
    .map(shownContact)
    .toSorted(
      (one, other) =>
        Number(other.preferred) - Number(one.preferred) ||
        one.name.localeCompare(other.name, 'en-GB') ||
        (one.id < other.id ? -1 : 1),
    );
}

export function shownContact({ patientId: _patient, removedAt: _removed, ...contact }: ContactRecord): Contact {
  return contact;
}
