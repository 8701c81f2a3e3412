import type { Alert } from '#libs/contracts';

/** What is a person's own: their teams, and the patients they have. */
export interface Mine {
  readonly personId: string;
  readonly teamIds: ReadonlySet<string>;
  readonly patientIds: ReadonlySet<string>;
}

/** Whether the person sees to the alert, a team of theirs is to accept it, or it is of a patient of theirs. */
export function isMine({ owner, handedTo, patientId }: Alert, { personId, teamIds, patientIds }: Mine): boolean {
  return owner?.id === personId || (handedTo !== null && teamIds.has(handedTo.teamId)) || patientIds.has(patientId);
}
