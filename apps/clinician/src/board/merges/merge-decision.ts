import type { MergeRefusal, PatientId } from '#libs/contracts';
import type { MergeableRecord } from '../../record/patients/patient-identity.ts';

/** One of two records, as far as it decides about a merge. */
export interface MergeParty {
  readonly patientId: PatientId;
  readonly mergedInto: PatientId | null;
  readonly hasOpenStay: boolean;
  /** It waits for a bed, or has one reserved. */
  readonly hasAcceptedReferral: boolean;
}

/** @param accepted those of the patients who have an accepted referral. */
export function partyOf(
  { patient, mergedInto, hasOpenStay }: MergeableRecord,
  accepted: ReadonlySet<PatientId>,
): MergeParty {
  return { patientId: patient.id, mergedInto, hasOpenStay, hasAcceptedReferral: accepted.has(patient.id) };
}

/** Why the two cannot be made one; null where they can. */
export function refusalOfMerge(survivor: MergeParty, duplicate: MergeParty): MergeRefusal | null {
  if (survivor.patientId === duplicate.patientId) return 'same-record';
  if (survivor.mergedInto !== null || duplicate.mergedInto !== null) return 'merged-already';
  if (survivor.hasOpenStay && duplicate.hasOpenStay) return 'both-on-a-ward';
  return survivor.hasAcceptedReferral && duplicate.hasAcceptedReferral ? 'both-accepted' : null;
}

/** Whose plan stands afterwards: what was decided for a stay goes where the stay goes. */
export function planAfterMerge({ hasOpenStay }: Pick<MergeParty, 'hasOpenStay'>): 'survivor' | 'duplicate' {
  return hasOpenStay ? 'duplicate' : 'survivor';
}
