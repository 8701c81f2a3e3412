import { derivedId, instant, ObservationId, PatientId, Score } from '#libs/contracts';
import { aScore } from '../../believable.builder.ts';
import { completeScore } from './first-release-score.ts';

const at = new Date('2026-11-21T07:30:00.000Z');
const score = aScore(PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'), at);

describe('A score that comes off the log', () => {
  it('stays as it is when it says everything', () => {
    expect(completeScore(score)).toBe(score);
  });

  it('is completed when it was made by the first release', () => {
    const { agedOut: _agedOut, scalePrescription: _prescription, because: _because, ...rest } = score;
    const { withdrawn: _withdrawn, pathway: _pathway, ...old } = rest;
    const input = {
      parameter: 'oxygenSaturation',
      observationId: ObservationId.parse(derivedId('test')),
      value: 97,
      takenAt: instant(at.getTime() - 61_500),
    };
    // As it was written then.
    const completed = completeScore({ ...old, inputs: [input] } as unknown as Score);
    expect(Score.parse(completed)).toEqual({
      ...score,
      pathway: null,
      inputs: [{ ...input, code: 'oxygen-saturation', ageSeconds: 61 }],
    });
  });
});
