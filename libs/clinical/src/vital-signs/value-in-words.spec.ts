import { limitInWords, valueInWords } from './value-in-words.ts';

describe('A value in words', () => {
  it.each([
    ['respiration-rate', 27, '27 per minute'],
    ['oxygen-saturation', 93, '93 %'],
    ['systolic-pressure', 88, '88 mmHg'],
    ['temperature', 38.44, '38.4 °C'],
    ['steps', 1200, '1200'],
    ['supplemental-oxygen', true, 'given'],
    ['supplemental-oxygen', 0, 'none, on air'],
    ['supplemental-oxygen', 2, '2 L/min'],
    ['consciousness', 'C', 'new confusion'],
  ] as const)('of %s %s is "%s"', (code, value, words) => {
    expect(valueInWords(code, value)).toBe(words);
  });
});

describe('A limit in words', () => {
  it.each([
    ['pulse-rate', 'above', 120, 'above 120 per minute'],
    ['diastolic-pressure', 'above', 89.9, '90 mmHg or above'],
    ['oxygen-saturation', 'below', 87.5, '87 % or below'],
    ['temperature', 'above', 37.9, 'above 37.9 °C'],
    ['blood-glucose', 'below', 3.9, 'below 3.9 mmol/L'],
  ] as const)('of %s %s %s is "%s"', (code, direction, limit, words) => {
    expect(limitInWords(code, direction, limit)).toBe(words);
  });
});
