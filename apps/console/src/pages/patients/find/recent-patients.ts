import { PatientId } from '#libs/contracts';
import { z } from 'zod';

const most = 5;
const keyOf = (personId: string): string => `homeward-recent-patients-${personId}`;
const Kept = z.array(PatientId);

/** Whose pages a person looked at in this tab, the newest first: ids alone, since a computer is used by several people. */
export function recentPatients(storage: Pick<Storage, 'getItem'>, personId: string): readonly PatientId[] {
  try {
    return Kept.parse(JSON.parse(storage.getItem(keyOf(personId)) ?? '[]'));
  } catch {
    // Written by another version of the console.
    return [];
  }
}

export function keepRecentPatient(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  personId: string,
  patientId: PatientId,
): void {
  const others = recentPatients(storage, personId).filter((id) => id !== patientId);
  storage.setItem(keyOf(personId), JSON.stringify([patientId, ...others].slice(0, most)));
}
