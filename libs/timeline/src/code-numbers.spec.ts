import { observationCodes } from '#libs/clinical';
import { numberedCodes, shortCode, wholeCode } from './code-numbers.ts';

describe('the numbers of codes in what is stored', () => {
  it('stay what they were when it was stored', () => {
    // Of what any release has stored. More may follow; a difference here would make one reading another's.
    expect(numberedCodes.slice(0, 36)).toEqual([
      'respiration-rate',
      'oxygen-saturation',
      'oxygen-saturation-on-exertion',
      'supplemental-oxygen',
      'oxygen-device',
      'inspired-oxygen',
      'systolic-pressure',
      'diastolic-pressure',
      'standing-systolic-pressure',
      'standing-diastolic-pressure',
      'pulse-rate',
      'consciousness',
      'temperature',
      'body-weight',
      'blood-glucose',
      'blood-ketones',
      'inr',
      'fev1',
      'best-fev1',
      'peak-flow',
      'dyspnoea-grade',
      'urine-output',
      'fluid-balance',
      'sedation-score',
      '4at-score',
      'steps',
      'sleep',
      'activity',
      'pain-score',
      'questionnaire-answer',
      'call-for-help',
      'feeling-worse',
      'fall',
      'device-taken-off',
      'bed-left',
      'door-opened',
    ]);
  });

  it('are there for every code, each for one', () => {
    expect(new Set(numberedCodes).size).toBe(numberedCodes.length);
    for (const code of observationCodes) {
      expect(shortCode(code)).toEqual(expect.any(Number));
      expect(wholeCode(shortCode(code))).toBe(code);
    }
  });
});
