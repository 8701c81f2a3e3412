import type { Patient } from '#libs/contracts';

/** Who a patient is, without where they are and what they have. */
export type PatientIdentity = Omit<Patient, 'stay' | 'devices' | 'knownThen'>;
