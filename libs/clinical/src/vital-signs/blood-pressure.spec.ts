import { inconsistentPressures, type PressureReading } from './blood-pressure.ts';

const systolic = (value: number, takenAt?: string): PressureReading => ({ code: 'systolic-pressure', value, takenAt });
const diastolic = (value: number, takenAt?: string): PressureReading => ({
  code: 'diastolic-pressure',
  value,
  takenAt,
});

describe('a blood pressure', () => {
  it.each([
    ['a diastolic below the systolic is right', [systolic(120), diastolic(80)], 0],
    ['just below is right', [systolic(65), diastolic(64.5)], 0],
    ['the same is not', [systolic(65), diastolic(65)], 1],
    ['above is not, whichever comes first', [diastolic(90), systolic(65)], 1],
    ['a diastolic alone cannot be compared', [diastolic(90)], 0],
    ['one of another moment is not compared', [systolic(65, 'morning'), diastolic(90, 'evening')], 0],
    [
      'each moment is compared by itself',
      [systolic(65, 'a'), diastolic(90, 'a'), systolic(120, 'b'), diastolic(80, 'b')],
      1,
    ],
    [
      'the pressure after standing up is a pair of its own',
      [
        systolic(120),
        diastolic(80),
        { ...systolic(70), code: 'standing-systolic-pressure' },
        { ...diastolic(75), code: 'standing-diastolic-pressure' },
      ],
      1,
    ],
  ] as const)('%s', (_claim, readings, faults) => {
    expect(inconsistentPressures(readings)).toHaveLength(faults);
  });

  it('says what was found and what was expected', () => {
    const [fault] = inconsistentPressures([systolic(65), diastolic(90)]);
    expect(fault?.message).toBe('Found a diastolic pressure of 90 mm[Hg]; expected less than the systolic, 65 mm[Hg].');
  });
});
