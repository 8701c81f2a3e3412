import { derivedId, DeviceId, instant, type Instant, ObservationId, type Score } from '#libs/contracts';
import fc from 'fast-check';
import { disagreementWords, isOfTwoDevices, pairsIn } from './disagreeing-devices.ts';

const [cuff, watch] = [DeviceId.parse('cuff-1'), DeviceId.parse('watch-1')];
const at = (minute: number): Instant => instant(Date.parse('2026-11-22T08:00:00Z') + minute * 60_000);
const idOf = (name: string) => ObservationId.parse(derivedId('test-observation', name));

function pulses(minute: number, ofCuff: number, ofWatch: number | null): Pick<Score, 'inputs'> {
  const other = { observationId: idOf('watch'), value: ofWatch ?? 0, deviceId: watch, why: 'less-alarming' } as const;
  const facts = { parameter: 'pulse', code: 'pulse-rate', observationId: idOf('cuff'), ageSeconds: 0 } as const;
  const beside = ofWatch === null ? {} : { beside: [other], deviceId: cuff };
  return { inputs: [{ ...facts, value: ofCuff, takenAt: at(minute), ...beside }] };
}

describe('Two devices of a patient', () => {
  it('disagree since they first did, for as long as they do, in whatever order the scores come', () => {
    const scores = [
      pulses(0, 120, 80),
      pulses(5, 90, 88),
      pulses(10, 120, 90),
      pulses(15, 130, 90),
      pulses(20, 80, null),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(scores, { minLength: scores.length }), (shuffled) => {
        expect(pairsIn(shuffled)).toEqual([{ devices: [cuff, watch], codes: ['pulse-rate'], since: at(10) }]);
      }),
    );
  });

  it('agree when they last did, whatever was before', () => {
    expect(pairsIn([pulses(0, 120, 80), pulses(5, 90, 88)])).toEqual([
      { devices: [cuff, watch], codes: [], since: null },
    ]);
  });

  it('are no pair where only one of them measured', () => {
    expect(isOfTwoDevices(pulses(0, 120, null))).toBe(false);
    expect(pairsIn([pulses(0, 120, null)])).toEqual([]);
  });

  it('are named with what they measure, and without a value', () => {
    const [pair] = pairsIn([pulses(0, 120, 80)]);
    const words = pair === undefined ? '' : disagreementWords(pair, at(0));
    expect(words).toMatch(/^The devices cuff-1 and watch-1 measured pulse at the same moment/);
    expect(words).not.toMatch(/120|80/);
  });
});
