import { EnteredObservations, MessageId, ObservationSetRecorded, PatientId, type Person } from '#libs/contracts';
import { observationSetOf, ReadingsRefusedError } from './entered-readings.ts';

const now = new Date('2026-11-22T08:00:00Z');
const by: Person = { id: 'person-1', name: 'Grace', role: 'nurse' };
const patientId = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const pulse = { code: 'pulse-rate', value: 88, unit: '/min' };

function entered(readings: readonly object[], takenAt = '2026-11-22T09:55:00+02:00'): ObservationSetRecorded {
  const parsed = EnteredObservations.parse({ takenAt, readings });
  return observationSetOf({ patientId, messageId: MessageId.parse('m-1'), by, entered: parsed }, now);
}

function faultsOf(readings: readonly object[], takenAt?: string): readonly string[] {
  try {
    entered(readings, takenAt);
  } catch (error) {
    if (error instanceof ReadingsRefusedError) return error.faults.map(({ path, fault }) => `${path} ${fault}`);
    throw error;
  }
  return [];
}

describe('Readings that a person enters', () => {
  it('become an observation set in canonical units and UTC, under the name of the person who entered them', () => {
    const set = entered([pulse, { code: 'temperature', value: 100.4, unit: '[degF]' }]);
    expect(ObservationSetRecorded.parse(set)).toEqual(set);
    expect(set).toMatchObject({
      enteredBy: { id: 'person-1', name: 'Grace' },
      source: 'clinician',
      receivedAt: '2026-11-22T08:00:00.000Z',
    });
    expect(set.observations.map(({ value, unit, takenAt }) => [value, unit, takenAt])).toEqual([
      [88, '/min', '2026-11-22T07:55:00.000Z'],
      [expect.closeTo(38), 'Cel', '2026-11-22T07:55:00.000Z'],
    ]);
  });

  it('count although what is optional is null, and a word although it has a unit', () => {
    const readings = [
      { code: 'consciousness', value: 'U', unit: null },
      { code: 'supplemental-oxygen', value: true, unit: 'L/min' },
    ];
    const body = EnteredObservations.parse({
      takenAt: '2026-11-22T07:55:00Z',
      readings,
      messageId: null,
      source: null,
      corrects: null,
    });
    const set = observationSetOf({ patientId, messageId: MessageId.parse('m-2'), by, entered: body }, now);
    expect(set.source).toBe('clinician');
    expect(set.observations.map(({ value, unit }) => [value, unit])).toEqual([
      ['U', undefined],
      [true, undefined],
    ]);
  });

  it('have the same ids when they are sent again', () => {
    expect(entered([pulse])).toEqual(entered([pulse]));
  });

  it.each([
    ['a code nobody knows', [{ code: 'mood', value: 1 }], ['readings.0 unknown-code']],
    ['a pulse without its unit', [{ code: 'pulse-rate', value: 88 }], ['readings.0 wrong-unit']],
    ['a pulse nobody has', [pulse, { ...pulse, value: 400 }], ['readings.1 implausible-value']],
    ['a code that stands twice', [pulse, pulse], ['readings.1 repeated-code']],
    [
      'a diastolic above the systolic',
      [
        { code: 'systolic-pressure', value: 100, unit: 'mm[Hg]' },
        { code: 'diastolic-pressure', value: 120, unit: 'mm[Hg]' },
      ],
      ['readings.1 inconsistent-pressure'],
    ],
  ])('are refused as a whole for %s', (_claim, readings, faults) => {
    expect(faultsOf(readings)).toEqual(faults);
  });

  it('are refused from the future and from long ago', () => {
    expect(faultsOf([pulse], '2026-11-22T08:06:00Z')).toEqual(['takenAt time-in-future']);
    expect(faultsOf([pulse], '2026-11-22T08:04:00Z')).toEqual([]);
    expect(faultsOf([pulse], '2026-11-01T08:00:00Z')).toEqual(['takenAt time-too-old']);
  });
});
