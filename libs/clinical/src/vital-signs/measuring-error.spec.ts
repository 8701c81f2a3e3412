import { disagree } from './measuring-error.ts';

describe('Two devices at one moment', () => {
  it.each([
    ['systolic-pressure', 97, 84, false],
    ['systolic-pressure', 140, 84, true],
    ['oxygen-saturation', 97, 91, false],
    ['oxygen-saturation', 97, 90, true],
    ['temperature', 37.0, 37.8, false],
    ['temperature', 37.0, 37.9, true],
    ['consciousness', 'A', 'V', false],
    ['steps', 10, 10_000, false],
  ] as const)('of %s, %s and %s: disagree is %s', (code, one, other, expected) => {
    expect(disagree(code, one, other)).toBe(expected);
    expect(disagree(code, other, one)).toBe(expected);
  });
});
