import { DeviceId, type ObservationSetRecorded } from '#libs/contracts';
import { PatientFixture } from '#libs/fixtures';
import fc from 'fast-check';
import { RecordedHistory } from './recorded-history.harness.ts';

const [cuff, watch] = [DeviceId.parse('cuff-1'), DeviceId.parse('watch-1')];

/** What counts of a code at the end, and what stood beside it. */
function countsAfter(
  code: 'systolic-pressure' | 'oxygen-saturation' | 'blood-glucose',
  sets: readonly ObservationSetRecorded[],
) {
  const history = new RecordedHistory(patient.patientId);
  history.follows(new PatientFixture().plan(0));
  for (const set of sets) history.takes(set);
  const reading = history.timeline.newest?.known.get(code)?.newest;
  return { value: reading?.value, beside: reading?.beside.map(({ value, why }) => [value, why]) };
}

const patient = new PatientFixture();

describe('Of two readings of the same moment', () => {
  it('from two devices the worse counts, 84 beside 97 systolic, and the other is shown beside it', () => {
    const sets = [
      patient.reads(10, { 'systolic-pressure': 97 }, { deviceId: cuff }),
      patient.reads(10, { 'systolic-pressure': 84 }, { deviceId: watch }),
    ];
    const expected = { value: 84, beside: [[97, 'less-alarming']] };
    expect(countsAfter('systolic-pressure', sets)).toEqual(expected);
    expect(countsAfter('systolic-pressure', sets.toReversed())).toEqual(expected);
  });

  it('from one device the later received counts, as a correction, be it for better or for worse', () => {
    for (const [first, second] of [
      [97, 84],
      [84, 97],
    ] as const) {
      const sets = [
        patient.reads(10, { 'oxygen-saturation': first }, { deviceId: watch }),
        patient.reads(10, { 'oxygen-saturation': second }, { deviceId: watch, delayMinutes: 1 }),
      ];
      const expected = { value: second, beside: [[first, 'corrected']] };
      expect(countsAfter('oxygen-saturation', sets)).toEqual(expected);
      expect(countsAfter('oxygen-saturation', sets.toReversed())).toEqual(expected);
    }
  });

  it('of what no chart scores, that counts which breaches a threshold', () => {
    const sets = [
      patient.reads(10, { 'blood-glucose': 3.2 }, { deviceId: cuff }),
      patient.reads(10, { 'blood-glucose': 6.1 }, { deviceId: watch }),
    ];
    expect(countsAfter('blood-glucose', sets).value).toBe(3.2);
    expect(countsAfter('blood-glucose', sets.toReversed()).value).toBe(3.2);
  });

  it('one with a poor signal gives way to one with a good signal', () => {
    const sets = [
      patient.reads(10, { 'oxygen-saturation': 70 }, { deviceId: cuff, quality: { perfusionIndex: 0.1 } }),
      patient.reads(10, { 'oxygen-saturation': 97 }, { deviceId: watch }),
    ];
    expect(countsAfter('oxygen-saturation', sets).value).toBe(97);
  });

  it('the same counts in whatever order any number of them comes', () => {
    const some = fc.array(
      fc.record({
        value: fc.constantFrom(84, 91, 95, 99),
        deviceId: fc.constantFrom(cuff, watch, DeviceId.parse('ring-1')),
        delayMinutes: fc.nat({ max: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(
        some.chain((readings) =>
          fc.tuple(
            fc.constant(readings),
            fc.shuffledSubarray(
              readings.map((_one, index) => index),
              { minLength: readings.length },
            ),
          ),
        ),
        ([readings, order]) => {
          const patientOfRun = new PatientFixture();
          const sets = readings.map(({ value, ...circumstances }) =>
            patientOfRun.reads(10, { 'oxygen-saturation': value }, circumstances),
          );
          const shuffled = order.flatMap((index) => sets[index] ?? []);
          expect(countsAfter('oxygen-saturation', shuffled)).toEqual(countsAfter('oxygen-saturation', sets));
        },
      ),
    );
  });
});
