import type { MergeRefusal, PatientId } from '#libs/contracts';

/** One of two records, as far as it decides about a merge. */
export interface MergeParty {
  readonly patientId: PatientId;
  readonly mergedInto: PatientId | null;
  readonly hasOpenStay: boolean;
}

/** Why the two cannot be made one; null where they can. */
export function refusalOfMerge(survivor: MergeParty, duplicate: MergeParty): MergeRefusal | null {
  if (survivor.patientId === duplicate.patientId) return 'same-record';
  if (survivor.mergedInto !== null || duplicate.mergedInto !== null) return 'merged-already';
  return survivor.hasOpenStay && duplicate.hasOpenStay ? 'both-on-a-ward' : null;
}

/** Whose plan stands afterwards: what was decided for a stay goes where the stay goes. */
export function planAfterMerge({ hasOpenStay }: Pick<MergeParty, 'hasOpenStay'>): 'survivor' | 'duplicate' {
  return hasOpenStay ? 'duplicate' : 'survivor';
}
