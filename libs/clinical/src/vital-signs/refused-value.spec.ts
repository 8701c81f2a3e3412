import type { DeviceKind } from './device-kinds.ts';
import type { SentValue } from './device-sentinels.ts';
import { refusedMeaning } from './refused-value.ts';

const units: Readonly<Record<string, string>> = {
  'oxygen-saturation': '%',
  'pulse-rate': '/min',
  'respiration-rate': '/min',
  'systolic-pressure': 'mm[Hg]',
  temperature: 'Cel',
  'body-weight': 'kg',
  'blood-glucose': 'mmol/L',
  steps: '{steps}',
  'peak-flow': 'L/min',
};
type Sent = readonly [kind: DeviceKind, code: SentValue['code'], value: number | string];

const meaningOf = ([kind, code, value]: Sent, others: readonly SentValue[] = []) =>
  refusedMeaning({ code, value, unit: units[code] }, { kind, others });

describe('What a refused value means', () => {
  it.each<Sent>([
    ['wearable', 'respiration-rate', 0],
    ['pulse-oximeter', 'pulse-rate', 0],
    ['pulse-oximeter', 'pulse-rate', 12],
    ['pulse-oximeter', 'oxygen-saturation', 30],
    ['blood-pressure-cuff', 'systolic-pressure', 0],
    ['blood-pressure-cuff', 'systolic-pressure', 310],
    ['thermometer', 'temperature', 24],
    ['thermometer', 'temperature', 46],
    ['glucose-meter', 'blood-glucose', 0],
    ['glucose-meter', 'blood-glucose', 'LO'],
    ['glucose-meter', 'blood-glucose', -2046],
    ['glucose-meter', 'blood-glucose', 'HI'],
    ['peak-flow-meter', 'peak-flow', 10],
  ])('%s, %s of %s: a sign of danger', (...sent) => {
    expect(meaningOf(sent)).toBe('extreme');
  });

  it.each<Sent>([
    ['pulse-oximeter', 'oxygen-saturation', 0],
    ['pulse-oximeter', 'oxygen-saturation', 127],
    ['pulse-oximeter', 'oxygen-saturation', 255],
    ['wearable', 'oxygen-saturation', 2047],
    ['wearable', 'respiration-rate', 255],
    ['pulse-oximeter', 'pulse-rate', 511],
    ['other', 'systolic-pressure', 32_767],
    ['other', 'pulse-rate', 65_535],
    ['thermometer', 'temperature', 6553.5],
    ['thermometer', 'temperature', 0],
    ['scales', 'body-weight', 327.675],
    ['scales', 'body-weight', 655.35],
    ['other', 'pulse-rate', 'NaN'],
    ['other', 'pulse-rate', 'NRes'],
    ['other', 'temperature', '-INF'],
    ['blood-pressure-cuff', 'systolic-pressure', 2046],
    ['other', 'oxygen-saturation', 8_388_607],
  ])('%s, %s of %s: the device could not measure', (...sent) => {
    expect(meaningOf(sent)).toBe('sentinel');
  });

  it.each<Sent>([
    ['pulse-oximeter', 'pulse-rate', 127],
    ['wearable', 'pulse-rate', 255],
    ['blood-pressure-cuff', 'systolic-pressure', 255],
    ['wearable', 'steps', 32_767],
    ['other', 'body-weight', 327.675],
    ['scales', 'body-weight', 163.8],
  ])('%s, %s of %s: a reading like any other', (...sent) => {
    expect(meaningOf(sent)).toBeUndefined();
  });

  it.each<Sent>([
    ['pulse-oximeter', 'oxygen-saturation', 101],
    ['scales', 'body-weight', 900],
    ['other', 'steps', -3],
    ['other', 'pulse-rate', 'fast'],
  ])('%s, %s of %s: wrong, and no sign of danger', (...sent) => {
    expect(meaningOf(sent)).toBe('harmless');
  });

  it('takes a pulse for a sentinel only beside a saturation that is one', () => {
    const beside = (value: number): readonly SentValue[] => [{ code: 'oxygen-saturation', value }];
    expect(meaningOf(['pulse-oximeter', 'pulse-rate', 0], beside(0))).toBe('sentinel');
    expect(meaningOf(['pulse-oximeter', 'pulse-rate', 255], beside(127))).toBe('sentinel');
    expect(meaningOf(['pulse-oximeter', 'pulse-rate', 0], beside(30))).toBe('extreme');
    expect(meaningOf(['pulse-oximeter', 'pulse-rate', 255], beside(88))).toBeUndefined();
  });

  it('cannot read a level of consciousness in other words', () => {
    expect(meaningOf(['tablet', 'consciousness', 'unresponsive'])).toBe('unreadable');
    expect(meaningOf(['tablet', 'questionnaire-answer', ''])).toBe('harmless');
  });
});
