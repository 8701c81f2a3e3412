import type { PatientFlag } from '#libs/contracts';

const kindWords = {
  'do-not-attempt-cpr': 'Do not attempt CPR',
  allergy: 'Allergy',
  'infection-control': 'Infection control',
  safeguarding: 'Safeguarding',
  'lone-worker-risk': 'Risk to lone workers',
  'suspected-infection': 'Suspected infection',
  'falls-risk': 'Risk of falls',
  'usually-confused': 'Usually confused: only more than usual is new confusion',
  other: 'Note',
} as const satisfies Record<PatientFlag['kind'], string>;

/** `Allergy: penicillin`; `Risk of falls`. */
export function flagWords({ kind, text }: PatientFlag): string {
  return text === null ? kindWords[kind] : `${kindWords[kind]}: ${text}`;
}
