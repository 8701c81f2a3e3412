import { type PatientFlag, patientFlagKinds } from '#libs/contracts';

/** Each flag once, in the order of the kinds; those of one kind by their words. */
export function flagsInOrder(flags: readonly PatientFlag[]): PatientFlag[] {
  const bySame = new Map(flags.map(({ kind, text }) => [`${kind} ${text ?? ''}`, { kind, text }]));
  return [...bySame.values()].toSorted(
    (one, other) =>
      patientFlagKinds.indexOf(one.kind) - patientFlagKinds.indexOf(other.kind) ||
      (one.text ?? '').localeCompare(other.text ?? '', 'en-GB'),
  );
}

/** Those of the flags that the others do not say as well. */
export function flagsWithout(flags: readonly PatientFlag[], others: readonly PatientFlag[]): readonly PatientFlag[] {
  return flags.filter(({ kind, text }) => !others.some((other) => other.kind === kind && other.text === text));
}

const words: Readonly<Record<PatientFlag['kind'], string>> = {
  'do-not-attempt-cpr': 'do not attempt CPR',
  allergy: 'allergy',
  'infection-control': 'infection control',
  'suspected-infection': 'suspected infection',
  safeguarding: 'safeguarding',
  'lone-worker-risk': 'risk to lone workers',
  'falls-risk': 'risk of falls',
  'usually-confused': 'usually confused',
  other: 'other',
};

/** One sentence: which flags came, which went, and why. */
export function textOfChange(before: readonly PatientFlag[], after: readonly PatientFlag[], reason: string): string {
  const without = (flags: readonly PatientFlag[], others: readonly PatientFlag[]): readonly string[] => {
    const known = new Set(others.map(inWords));
    return flags.map(inWords).filter((flag) => !known.has(flag));
  };
  const parts = [
    ['set', without(after, before)],
    ['taken away', without(before, after)],
  ] as const;
  const changes = parts.flatMap(([verb, flags]) => (flags.length === 0 ? [] : [`${verb} ${flags.join(', ')}`]));
  return `Flags: ${changes.join('; ')}. ${reason}`;
}

/** `do not attempt CPR, allergy (penicillin)`. */
export const flagsInWords = (flags: readonly PatientFlag[]): string => flags.map(inWords).join(', ');

const inWords = ({ kind, text }: PatientFlag): string => (text === null ? words[kind] : `${words[kind]} (${text})`);
