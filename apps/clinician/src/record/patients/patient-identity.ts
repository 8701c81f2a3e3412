import type { Patient, PatientId, PatientName } from '#libs/contracts';

/** Who a patient is, without where they are, what they have and what is known of them. */
export type PatientIdentity = Omit<Patient, 'stay' | 'devices' | 'flags' | 'possibleDuplicates' | 'knownThen'>;

/** What stands beside something that is about the patient. */
export const nameOf = ({ givenName, familyName, nhsNumber, birthDate }: PatientIdentity): PatientName => ({
  givenName,
  familyName,
  nhsNumber,
  birthDate,
});

/** A record with what decides whether it can be merged. */
export interface MergeableRecord {
  readonly patient: PatientIdentity;
  readonly mergedInto: PatientId | null;
  readonly hasOpenStay: boolean;
}
