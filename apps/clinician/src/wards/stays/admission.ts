import type { StayId, WardId } from '#libs/contracts';
import { PatientAlreadyAdmittedError, WardFullError } from './stay-errors.ts';

export interface AdmissionFacts {
  readonly ward: { readonly id: WardId; readonly beds: number; readonly bedsTaken: number };
  readonly patient: { readonly id: string; readonly openStayId: StayId | undefined };
}

/**
 * Refuses an admission that may not be: a patient has at most one open stay, and a ward no more patients than beds.
 * That the patient is elsewhere comes first: it would not help to wait for a bed.
 *
 * @throws PatientAlreadyAdmittedError
 * @throws WardFullError
 */
export function assertAdmissible({ ward, patient }: AdmissionFacts): void {
  if (patient.openStayId !== undefined) throw new PatientAlreadyAdmittedError(patient.id, patient.openStayId);
  if (ward.bedsTaken >= ward.beds) throw new WardFullError(ward.id, ward.beds);
}
