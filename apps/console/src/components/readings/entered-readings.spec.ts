import { EnteredObservations, instant, MessageId } from '#libs/contracts';
import { entryBody, entryFaults, type EntryForm } from './entered-readings.ts';

const now = Date.parse('2026-11-21T08:30:00.000Z');
const messageId = MessageId.parse('entry-1');

const taken = (time: number): EntryForm['takenAt'] => ({ ok: true, at: instant(time) });
const form = (values: EntryForm['values'], change: Partial<EntryForm> = {}): EntryForm => ({
  values,
  qualifiers: {},
  takenAt: taken(now - 60_000),
  source: 'patient',
  messageId,
  ...change,
});
const faultsOf = (...given: Parameters<typeof form>) => entryFaults(form(...given), now);

describe('observations entered by hand', () => {
  it('become what the API takes; what is blank was not measured', () => {
    const entry = form({
      'pulse-rate': ' 96 ',
      temperature: '38,4',
      consciousness: 'C',
      'supplemental-oxygen': 'air',
      'respiration-rate': '',
    });
    expect(EnteredObservations.parse(entryBody(entry))).toEqual({
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
    ['supplemental-oxygen', '?', 'Air or oxygen must be “air”, or a number from 0 to 60 L/min'],
    ['supplemental-oxygen', '21', 'Air or oxygen must be a flow: 21% oxygen is air'],
    ['blood-ketones', '30', 'Blood ketones must be a number from 0 to 15 mmol/L'],
    ['oxygen-device', 'tube', 'Oxygen device must be one of nasal-cannula, '],
    ['temperature', '12', 'Temperature must be a number from 25 to 45 °C'],
  ] as const)('refuse %s of "%s", saying what was expected', (path, typed, message) => {
    expect(faultsOf({ [path]: typed })).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  });

  it('take a very sick patient’s values as they are', () => {
    expect(faultsOf({ 'pulse-rate': '160', 'systolic-pressure': '65' })).toEqual([]);
  });

  it('refuse a diastolic pressure that is not below the systolic', () => {
    expect(faultsOf({ 'systolic-pressure': '110', 'diastolic-pressure': '110' })).toEqual([
      { path: 'diastolic-pressure', message: 'Diastolic blood pressure must be below the systolic' },
    ]);
  });

  it('take what is measured of some patients only, each in its own unit', () => {
    const entry = form({ 'blood-ketones': '1,6', 'oxygen-device': 'cpap', 'standing-systolic-pressure': '96' });
    expect(entryFaults(entry, now)).toEqual([]);
    expect(entryBody(entry).readings).toEqual([
      { code: 'blood-ketones', value: 1.6, unit: 'mmol/L' },
      { code: 'oxygen-device', value: 'cpap' },
      { code: 'standing-systolic-pressure', value: 96, unit: 'mm[Hg]' },
    ]);
  });

  it('say how they were measured, where that was chosen, and both pressures the same position', () => {
    const values = { temperature: '38', 'pulse-rate': '96', 'systolic-pressure': '120', 'diastolic-pressure': '70' };
    const entry = form(values, { qualifiers: { site: 'tympanic', method: '', position: 'lying' } });
    expect(EnteredObservations.parse(entryBody(entry)).readings).toMatchObject([
      { code: 'systolic-pressure', qualifiers: { position: 'lying' } },
      { code: 'diastolic-pressure', qualifiers: { position: 'lying' } },
      { code: 'pulse-rate', value: 96 },
      { code: 'temperature', qualifiers: { site: 'tympanic' } },
    ]);
    expect(entryBody(form({ 'body-weight': '80' }, { qualifiers: { site: 'oral' } })).readings).toEqual([
      { code: 'body-weight', value: 80, unit: 'kg' },
    ]);
  });

  it('refuse an empty form, a missing time and the future', () => {
    expect(faultsOf({})).toMatchObject([{ message: 'Enter at least one observation' }]);
    const takenAt = { ok: false, fault: 'Enter a date and a time' } as const;
    expect(faultsOf({ 'pulse-rate': '80' }, { takenAt })).toEqual([{ path: 'takenAt', message: takenAt.fault }]);
    expect(faultsOf({ 'pulse-rate': '80' }, { takenAt: taken(now + 120_000) })).toMatchObject([{ path: 'takenAt' }]);
  });
});
