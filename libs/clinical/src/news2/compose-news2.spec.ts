import fc from 'fast-check';
import { composeNews2, isValueOf, type News2Reading, parameterOfObservation } from './compose-news2.ts';
import { news2Parameters, observationOfParameter } from './news2-parameters.ts';

const minute = 60_000;
const noon = 1_800_000_000_000;

function reading(
  parameter: News2Reading['parameter'],
  value: News2Reading['value'],
  minutesAgo: number,
  id = 'a',
): News2Reading {
  return { observationId: id, parameter, value, takenAtMs: noon - minutesAgo * minute };
}

describe('composing a NEWS2 at a moment', () => {
  it('takes the newest value of each parameter by when it was taken, not by when it came', () => {
    const { values, inputs } = composeNews2(
      [reading('pulseRate', 134, 3), reading('pulseRate', 80, 50), reading('temperature', 37.2, 200)],
      { asOfMs: noon },
    );
    expect(values).toMatchObject({ pulseRate: 134, temperature: 37.2 });
    expect(inputs.map((input) => [input.parameter, input.value])).toEqual([
      ['pulseRate', 134],
      ['temperature', 37.2],
    ]);
  });

  it('uses nothing that was taken after the moment', () => {
    expect(composeNews2([reading('pulseRate', 134, -1)], { asOfMs: noon }).inputs).toEqual([]);
    expect(composeNews2([reading('pulseRate', 134, 0)], { asOfMs: noon }).values.pulseRate).toBe(134);
  });

  it.each([
    ['pulseRate', 60],
    ['oxygenSaturation', 60],
    ['respirationRate', 60],
    ['temperature', 720],
    ['systolicPressure', 720],
    ['supplementalOxygen', 720],
  ] as const)('uses a value of %s for %s minutes and not longer', (parameter, minutes) => {
    const at = (age: number): unknown =>
      composeNews2([reading(parameter, 50, age)], { asOfMs: noon }).values[parameter];
    expect(at(minutes)).toBe(50);
    expect(at(minutes + 1 / 60_000)).toBeUndefined();
  });

  it("keeps to the plan's own validity where it has one", () => {
    const validityMinutes = { pulseRate: 15 };
    const readings = [reading('pulseRate', 80, 16), reading('respirationRate', 16, 16)];
    expect(composeNews2(readings, { asOfMs: noon, validityMinutes }).values).toEqual({ respirationRate: 16 });
  });

  it('never falls back on an older value when the newest has aged out', () => {
    expect(composeNews2([reading('pulseRate', 80, 61), reading('pulseRate', 90, 62)], { asOfMs: noon }).inputs).toEqual(
      [],
    );
  });

  it('takes 0 and false for values', () => {
    expect(composeNews2([reading('supplementalOxygen', 0, 1)], { asOfMs: noon }).values.supplementalOxygen).toBe(0);
    expect(composeNews2([reading('supplementalOxygen', false, 1)], { asOfMs: noon }).values.supplementalOxygen).toBe(
      false,
    );
  });

  it('does not depend on the order of the readings, not even among those taken at once', () => {
    const anyReading = fc.record({
      observationId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      parameter: fc.constantFrom('pulseRate', 'temperature'),
      takenAtMs: fc.integer({ min: 0, max: 3 }).map((minutesAgo) => noon - minutesAgo * minute),
    });
    const sameReadings = fc
      .uniqueArray(anyReading, { selector: (one) => one.observationId })
      // The value follows from the id, as two readings with one id are one reading.
      .map((readings) => readings.map((one): News2Reading => ({ ...one, value: one.observationId.charCodeAt(0) })))
      .chain((readings) =>
        fc.tuple(fc.constant(readings), fc.shuffledSubarray(readings, { minLength: readings.length })),
      );
    fc.assert(
      fc.property(sameReadings, ([readings, shuffled]) => {
        expect(composeNews2(shuffled, { asOfMs: noon })).toEqual(composeNews2(readings, { asOfMs: noon }));
      }),
    );
  });
});

describe('the observation of a parameter', () => {
  it('is found both ways', () => {
    for (const parameter of news2Parameters) {
      expect(parameterOfObservation(observationOfParameter[parameter])).toBe(parameter);
    }
    expect(parameterOfObservation('body-weight')).toBeUndefined();
  });

  it('has values of its own kind only', () => {
    expect(isValueOf('consciousness', 'C')).toBe(true);
    expect(isValueOf('consciousness', 'c')).toBe(false);
    expect(isValueOf('supplementalOxygen', false)).toBe(true);
    expect(isValueOf('pulseRate', false)).toBe(false);
    expect(isValueOf('pulseRate', NaN)).toBe(false);
    expect(isValueOf('pulseRate', '90')).toBe(false);
  });
});
