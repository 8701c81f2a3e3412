import type { ObservationCode } from './observation-codes.ts';

const shorter: Readonly<Partial<Record<ObservationCode, string>>> = {
  'oxygen-saturation': 'SpO2',
  'oxygen-saturation-on-exertion': 'SpO2 on exertion',
  'pulse-rate': 'pulse',
  'supplemental-oxygen': 'oxygen',
  'questionnaire-answer': 'questionnaire',
  '4at-score': '4AT',
  fev1: 'FEV1',
  inr: 'INR',
};

/** What an observation is called in the middle of a sentence: `SpO2`, `body weight`. */
export function codeInWords(code: ObservationCode): string {
  return shorter[code] ?? code.replaceAll('-', ' ');
}
