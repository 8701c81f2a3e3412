import type { Demographics, NewPatient } from '#libs/contracts';

/** The parts of who a patient is, in the order in which they are named, and what each is called. */
const parts = {
  nhsNumber: 'the NHS number',
  givenName: 'the given name',
  familyName: 'the family name',
  birthDate: 'the date of birth',
} as const satisfies Readonly<Record<keyof NewPatient, string>>;

type Part = keyof typeof parts;

/** The parts that a correction changes. */
export function changedParts(before: NewPatient, after: NewPatient): readonly Part[] {
  // Object.keys forgets that its keys are those of the object.
  return (Object.keys(parts) as Part[]).filter((part) => before[part] !== after[part]);
}

/** One sentence for the history of the patient: what was changed from what into what, and why. */
export function textOfCorrection(before: Demographics, after: Demographics, reason: string): string {
  const changes = changedParts(before, after).map((part) => `${parts[part]} from ${before[part]} to ${after[part]}`);
  return `Corrected ${changes.join(', ')}. ${reason}`;
}
