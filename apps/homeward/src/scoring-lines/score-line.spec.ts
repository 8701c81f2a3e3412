import { news2Chart } from '#libs/clinical';

import { scoreLine } from './score-line.ts';

const observed = {
  respirationRate: 22,
  oxygenSaturation: 94,
  supplementalOxygen: false,
  systolicPressure: 105,
  pulseRate: 96,
  consciousness: 'A',
  temperature: 38.4,
};

function faultyFieldsOf(input: unknown): readonly (string | null)[] {
  const result = scoreLine(typeof input === 'string' ? input : JSON.stringify(input), news2Chart);
  return result.ok ? [] : result.faults.map(({ field }) => field);
}

describe('scoring a line', () => {
  it('gives the score with its seven components', () => {
    expect(scoreLine(JSON.stringify(observed), news2Chart)).toMatchObject({
      ok: true,
      score: {
        total: 6,
        tier: 'medium',
        components: {
          respirationRate: 2,
          oxygenSaturation: 1,
          supplementalOxygen: 0,
          systolicPressure: 1,
          pulseRate: 1,
          consciousness: 0,
          temperature: 1,
        },
        min: 6,
        max: 6,
        complete: true,
        missing: [],
        scale: 1,
        monitoring: 'every 1 h',
        responseWithinMinutes: 60,
      },
    });
  });

  it('scores on scale 2 when it is asked to', () => {
    expect(scoreLine(JSON.stringify({ ...observed, scale2: true }), news2Chart)).toMatchObject({
      score: { scale: 2, total: 5, components: { oxygenSaturation: 0 } },
    });
  });

  it.each([
    ['yes', true],
    ['a flow', 2],
  ])('takes oxygen as %s', (_how, supplementalOxygen) => {
    expect(scoreLine(JSON.stringify({ ...observed, supplementalOxygen }), news2Chart)).toMatchObject({
      score: { components: { supplementalOxygen: 2 } },
    });
  });

  it.each([
    ['absent', { ...observed, temperature: undefined }],
    ['null', { ...observed, temperature: null }],
  ])('makes a range of it where a parameter is %s', (_how, input) => {
    expect(scoreLine(JSON.stringify(input), news2Chart)).toMatchObject({
      score: { total: null, min: 5, max: 8, complete: false, missing: ['temperature'] },
    });
  });

  it('takes 0 for a value, and an implausible one', () => {
    expect(faultyFieldsOf({ ...observed, respirationRate: 0 })).toEqual(['respirationRate']);
    expect(faultyFieldsOf({ ...observed, supplementalOxygen: 0 })).toEqual([]);
  });

  it('names every field that is wrong', () => {
    expect(
      faultyFieldsOf({ ...observed, pulseRate: '96', consciousness: 'asleep', temperature: [38], scale2: 1 }),
    ).toEqual(['pulseRate', 'consciousness', 'temperature', 'scale2']);
  });

  it('does not take a misspelt parameter for a missing one', () => {
    expect(faultyFieldsOf({ ...observed, pulse: 96 })).toEqual(['pulse']);
  });

  it.each(['', 'nonsense', '[1]', 'null', '"A"', '{"pulseRate":'])('says that %j is not an object', (line) => {
    expect(faultyFieldsOf(line)).toEqual([null]);
  });
});
