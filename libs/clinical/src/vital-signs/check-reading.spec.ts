import fc from 'fast-check';
import { checkReading, readVouchedFor } from './check-reading.ts';
import { observationCodes, type ObservationKind, observationKinds } from './observation-codes.ts';

describe('checking a reading', () => {
  it.each<[string, Parameters<typeof checkReading>[0], unknown]>([
    [
      'a quantity in its unit',
      { code: 'pulse-rate', value: 96, unit: '/min' },
      { code: 'pulse-rate', value: 96, unit: '/min' },
    ],
    [
      'Fahrenheit, converted',
      { code: 'temperature', value: 98.6, unit: '[degF]' },
      { code: 'temperature', value: 37, unit: 'Cel' },
    ],
    [
      'Fahrenheit that is a half of the chart, exactly',
      { code: 'temperature', value: 95.09, unit: '[degF]' },
      { code: 'temperature', value: 35.05, unit: 'Cel' },
    ],
    [
      'a flow of oxygen',
      { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
      { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
    ],
    [
      'a concentration of oxygen as a fraction, converted',
      { code: 'inspired-oxygen', value: 0.28, unit: '1' },
      { code: 'inspired-oxygen', value: 28, unit: '%' },
    ],
    [
      'a high flow of oxygen',
      { code: 'supplemental-oxygen', value: 24, unit: 'L/min' },
      { code: 'supplemental-oxygen', value: 24, unit: 'L/min' },
    ],
    ['an oxygen device', { code: 'oxygen-device', value: 'cpap' }, { code: 'oxygen-device', value: 'cpap' }],
    ['oxygen as true', { code: 'supplemental-oxygen', value: true }, { code: 'supplemental-oxygen', value: true }],
    ['oxygen as yes', { code: 'supplemental-oxygen', value: 'yes' }, { code: 'supplemental-oxygen', value: true }],
    ['oxygen as no', { code: 'supplemental-oxygen', value: 'no' }, { code: 'supplemental-oxygen', value: false }],
    ['a level of consciousness', { code: 'consciousness', value: 'V' }, { code: 'consciousness', value: 'V' }],
    [
      'an answer in words',
      { code: 'questionnaire-answer', value: 'better today' },
      { code: 'questionnaire-answer', value: 'better today' },
    ],
  ])('takes %s', (_claim, reading, checked) => {
    expect(checkReading(reading)).toEqual({ ok: true, ...(checked as object) });
  });

  it.each<[string, Parameters<typeof checkReading>[0], string, string]>([
    [
      'an unknown code',
      { code: 'heart-rate', value: 96 },
      'unknown-code',
      'Found the code "heart-rate"; expected one of respiration-rate, ',
    ],
    ['a code that every object has', { code: 'toString', value: 1 }, 'unknown-code', '"toString"'],
    [
      'a number without a unit',
      { code: 'temperature', value: 38 },
      'wrong-unit',
      'Found no unit for temperature; expected Cel or [degF].',
    ],
    [
      'another unit',
      { code: 'blood-glucose', value: 90, unit: 'mg/dL' },
      'wrong-unit',
      'Found the unit "mg/dL" for blood-glucose; expected mmol/L.',
    ],
    ['a unit that every object has', { code: 'temperature', value: 38, unit: 'toString' }, 'wrong-unit', '"toString"'],
    ['a flow without a unit', { code: 'supplemental-oxygen', value: 2 }, 'wrong-unit', 'expected L/min'],
    [
      'a flow that is the fraction of oxygen in air',
      { code: 'supplemental-oxygen', value: 0.21, unit: 'L/min' },
      'wrong-unit',
      'Found a flow of 0.21 L/min for supplemental-oxygen, which is the fraction of oxygen in air; expected a flow, or no',
    ],
    [
      'a flow that is the percentage of oxygen in air',
      { code: 'supplemental-oxygen', value: 21, unit: 'L/min' },
      'wrong-unit',
      'which is the percentage of oxygen in air',
    ],
    ['yes with a unit', { code: 'supplemental-oxygen', value: 'yes', unit: 'L/min' }, 'wrong-unit', 'expected none'],
    ['a word with a unit', { code: 'consciousness', value: 'A', unit: '%' }, 'wrong-unit', 'expected none'],
    [
      'text that looks like a number',
      { code: 'pulse-rate', value: '96', unit: '/min' },
      'invalid-value',
      'Found "96" for pulse-rate; expected a number.',
    ],
    ['yes where a number is meant', { code: 'pulse-rate', value: true, unit: '/min' }, 'invalid-value', 'Found true'],
    ['not a number', { code: 'pulse-rate', value: NaN, unit: '/min' }, 'invalid-value', 'Found NaN'],
    ['infinity', { code: 'steps', value: Infinity, unit: '{steps}' }, 'invalid-value', 'Found Infinity'],
    [
      'another word for oxygen',
      { code: 'supplemental-oxygen', value: 'maybe' },
      'invalid-value',
      'expected a flow as a number, or yes or no',
    ],
    [
      'a level of consciousness that there is not',
      { code: 'consciousness', value: 'a' },
      'invalid-value',
      'Found "a" for consciousness; expected one of A, C, V, P, U.',
    ],
    ['an empty answer', { code: 'questionnaire-answer', value: ' ' }, 'invalid-value', '1 to 2000 characters'],
    [
      'an endless answer, quoting only its start',
      { code: 'questionnaire-answer', value: 'x'.repeat(2001) },
      'invalid-value',
      `Found "${'x'.repeat(60)}…" for`,
    ],
    [
      'a value that nobody living has',
      { code: 'pulse-rate', value: 301, unit: '/min' },
      'implausible-value',
      'Found 301 /min for pulse-rate; expected 20 to 300 /min.',
    ],
    [
      'Fahrenheit taken for Celsius',
      { code: 'temperature', value: 98.6, unit: 'Cel' },
      'implausible-value',
      'Found 98.6 Cel for temperature; expected 25 to 45 Cel.',
    ],
    [
      'Celsius taken for Fahrenheit',
      { code: 'temperature', value: 37, unit: '[degF]' },
      'implausible-value',
      'Found 37 [degF] for temperature; expected 25 to 45 Cel.',
    ],
  ])('refuses %s', (_claim, reading, fault, words) => {
    expect(checkReading(reading)).toMatchObject({
      ok: false,
      fault,
      message: expect.stringContaining(words) as string,
    });
  });

  it('counts the very sick: a pulse of 160 and a systolic of 65 are readings', () => {
    expect(checkReading({ code: 'pulse-rate', value: 160, unit: '/min' }).ok).toBe(true);
    expect(checkReading({ code: 'systolic-pressure', value: 65, unit: 'mm[Hg]' }).ok).toBe(true);
  });

  const ranges = observationCodes.flatMap((code) => {
    const kind: ObservationKind = observationKinds[code];
    return 'plausible' in kind ? [[code, kind.plausible.least, kind.plausible.most, kind.unit] as const] : [];
  });

  it.each(ranges)('takes both ends of the plausible range of %s and nothing beyond', (code, least, most, unit) => {
    const fits = (value: number): boolean => checkReading({ code, value, unit }).ok;
    expect([fits(least), fits(most), fits(least - 0.01), fits(most + 0.01)]).toEqual([true, true, false, false]);
  });

  it.each(ranges)(
    'takes any %s that a clinician vouches for, in a unit that it is measured in',
    (code, least, most, unit) => {
      for (const value of [least - 1, most + 1]) {
        expect(readVouchedFor({ code, value, unit })).toEqual({ ok: true, code, value, unit });
      }
      expect(readVouchedFor({ code, value: most + 1 })).toMatchObject({ ok: false, fault: 'wrong-unit' });
      expect(readVouchedFor({ code, value: 'much', unit })).toMatchObject({ ok: false, fault: 'invalid-value' });
    },
  );

  it('answers anything without throwing', () => {
    const anyValue = fc.oneof(fc.double(), fc.string(), fc.boolean());
    const anyCode = fc.oneof(fc.constantFrom<string>(...observationCodes), fc.string());
    fc.assert(
      fc.property(anyCode, anyValue, fc.option(fc.string(), { nil: undefined }), (code, value, unit) => {
        const checked = checkReading({ code, value, unit });
        if (checked.ok) expect(checked.code).toBe(code);
        else expect(checked.message).toMatch(/^Found .*; expected /s);
      }),
    );
  });
});

describe('the concepts of the observations', () => {
  it('do not include the misprint of consciousness, which passes the check digit', () => {
    const concepts = observationCodes.flatMap((code) => {
      const kind: ObservationKind = observationKinds[code];
      return 'snomed' in kind ? (kind.snomed ?? []) : [];
    });
    expect(concepts).toContain('1104441000000107');
    expect(concepts).not.toContain('104441000000107');
    expect(new Set(concepts).size).toBe(concepts.length);
  });
});
