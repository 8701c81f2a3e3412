import { observationCodes, type ObservationKind, observationKinds } from './observation-codes.ts';

const kinds: readonly (readonly [string, ObservationKind])[] = observationCodes.map((code) => [
  code,
  observationKinds[code],
]);
const loinc = kinds.flatMap(([code, kind]) =>
  'loinc' in kind ? (kind.loinc ?? []).map((one) => [code, one] as const) : [],
);
const snomed = kinds.flatMap(([code, kind]) =>
  'snomed' in kind ? (kind.snomed ?? []).map((one) => [code, one] as const) : [],
);

/** The Luhn check digit over the digits before it, as LOINC has it. */
function luhnOf(digits: string): number {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Verhoeff's tables, as SNOMED CT has them: the dihedral group of ten, and the permutation for each place. */
function dihedral(one: number, other: number): number {
  if (one < 5) return other < 5 ? (one + other) % 5 : ((one + other) % 5) + 5;
  return other < 5 ? ((one - other) % 5) + 5 : (5 + one - other) % 5;
}
const firstPermutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
function permuted(digit: number, times: number): number {
  return times === 0 ? digit : permuted(firstPermutation[digit] ?? 0, times - 1);
}
function isVerhoeff(digits: string): boolean {
  const check = Array.from(digits)
    .toReversed()
    .reduce((state, digit, index) => dihedral(state, permuted(Number(digit), index % 8)), 0);
  return check === 0;
}

describe('the codes of observations for the outside', () => {
  it.each(loinc)('%s names a LOINC code with a right check digit: %s', (_code, one) => {
    const [digits = '', check] = one.split('-');
    expect(String(luhnOf(digits))).toBe(check);
  });

  it.each(snomed)('%s names a SNOMED CT concept with a right check digit: %s', (_code, one) => {
    expect(isVerhoeff(one)).toBe(true);
  });

  it('name each concept for one observation only', () => {
    const all = [...loinc, ...snomed].map(([, one]) => one);
    expect(new Set(all).size).toBe(all.length);
  });

  it('never name the misprint of the concept for consciousness, whose check digit is right', () => {
    expect(isVerhoeff('104441000000107')).toBe(true);
    expect(snomed.map(([, one]) => one)).not.toContain('104441000000107');
  });
});

describe('the plausible range of an observation', () => {
  it.each(kinds.flatMap(([code, kind]) => ('plausible' in kind ? [[code, kind.plausible] as const] : [])))(
    'of %s has room for a value',
    (_code, { least, most }) => {
      expect(least).toBeLessThan(most);
    },
  );
});
