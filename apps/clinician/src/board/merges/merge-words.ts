import type { CarriedCounts, Merge } from '#libs/contracts';
import type { MergeRecord } from '../../record/merges/merge-record.ts';
import type { PatientIdentity } from '../../record/patients/patient-identity.ts';

/** Kinds of subjects whose newest state says whose they are. */
export const carriedKinds = ['referral', 'stay', 'alert', 'task', 'contact'] as const;

/** `3 readings, 1 stay`, for the audit; what there is none of is left out. */
export function countsInWords(counts: CarriedCounts): string {
  const { readings, stays, referrals, alerts, openTasks, devices, contacts, notes, flags } = counts;
  const parts = [
    [readings, 'reading'],
    [stays, 'stay'],
    [referrals, 'referral'],
    [alerts, 'alert'],
    [openTasks, 'open task'],
    [devices, 'device'],
    [contacts, 'contact'],
    [notes, 'note'],
    [flags, 'flag'],
  ] as const;
  const words = parts.flatMap(([count, noun]) =>
    count === 0 ? [] : [`${String(count)} ${noun}${count === 1 ? '' : 's'}`],
  );
  return words.length === 0 ? 'nothing' : words.join(', ');
}

/** The merge as the API shows it. */
export function shownMerge(
  { id, survivorId, by, at, reason, counts, undone }: MergeRecord,
  who: PatientIdentity,
): Merge {
  const { nhsNumber, givenName, familyName, birthDate } = who;
  return {
    id,
    survivorId,
    duplicate: { patientId: who.id, nhsNumber, givenName, familyName, birthDate },
    by,
    at,
    reason,
    carried: counts,
    undone,
  };
}
