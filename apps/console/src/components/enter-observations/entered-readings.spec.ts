import { EnteredObservations, MessageId } from '#libs/contracts';
import { checkEntry, type EntryForm } from './entered-readings.ts';

const now = Date.parse('2026-11-21T08:30:00.000Z');
const messageId = MessageId.parse('entry-1');

const check = (values: EntryForm['values'], change: Partial<EntryForm> = {}) =>
  checkEntry({ values, takenAt: now - 60_000, source: 'patient', messageId, ...change }, now);

const faultsOf = (...given: Parameters<typeof check>) => {
  const entry = check(...given);
  return entry.ok ? [] : entry.faults;
};

describe('observations entered by hand', () => {
  it('become what the API takes; what is blank was not measured', () => {
    const entry = check({
      'pulse-rate': ' 96 ',
      temperature: '38,4',
      consciousness: 'C',
      'supplemental-oxygen': 'air',
      'respiration-rate': '',
    });
    expect(entry.ok && EnteredObservations.parse(entry.body)).toEqual({
      messageId,
      takenAt: '2026-11-21T08:29:00.000Z',
      source: 'patient',
      readings: [
        { code: 'supplemental-oxygen', value: false },
        { code: 'pulse-rate', value: 96, unit: '/min' },
        { code: 'consciousness', value: 'C' },
        { code: 'temperature', value: 38.4, unit: 'Cel' },
      ],
    });
  });

  it.each([
    ['pulse-rate', '600', 'Pulse must be a number from 20 to 300 per min'],
    ['pulse-rate', 'fast', 'Pulse must be a number from 20 to 300 per min'],
    ['supplemental-oxygen', '?', 'Oxygen must be a number from 0 to 60 L/min'],
    ['temperature', '12', 'Temperature must be a number from 25 to 45 °C'],
  ] as const)('refuse %s of "%s", saying what was expected', (field, typed, message) => {
    expect(faultsOf({ [field]: typed })).toEqual([{ field, message }]);
  });

  it('take a very sick patient’s values as they are', () => {
    expect(check({ 'pulse-rate': '160', 'systolic-pressure': '65' }).ok).toBe(true);
  });

  it('refuse a diastolic pressure that is not below the systolic', () => {
    expect(faultsOf({ 'systolic-pressure': '110', 'diastolic-pressure': '110' })).toEqual([
      { field: 'diastolic-pressure', message: 'Diastolic blood pressure must be below the systolic' },
    ]);
  });

  it('refuse an empty form, a missing time and the future', () => {
    expect(faultsOf({})).toMatchObject([{ message: 'Enter at least one observation' }]);
    expect(faultsOf({ 'pulse-rate': '80' }, { takenAt: Number.NaN })).toMatchObject([{ field: 'takenAt' }]);
    expect(faultsOf({ 'pulse-rate': '80' }, { takenAt: now + 120_000 })).toMatchObject([{ field: 'takenAt' }]);
  });
});
