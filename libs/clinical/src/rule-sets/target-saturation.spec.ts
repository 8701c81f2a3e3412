import type { PathwayThreshold } from './pathway-file.ts';
import { followingTarget } from './target-saturation.ts';

const low: PathwayThreshold = {
  id: 'saturation-low',
  code: 'oxygen-saturation',
  direction: 'below',
  limit: 93,
  followsTarget: true,
  tier: 'high',
  reason: 'SpO2 of 92 % or less.',
};
const fast: PathwayThreshold = { ...low, id: 'pulse-slow', code: 'pulse-rate', limit: 50, followsTarget: undefined };

describe('the thresholds of a patient with a target range of saturation', () => {
  it('are those of the pathway where none is prescribed', () => {
    expect(followingTarget([low, fast], undefined)).toEqual([low, fast]);
  });

  it('begin where the range does, and say so; the others stay', () => {
    expect(followingTarget([low, fast], { from: 88, to: 92 })).toEqual([
      { ...low, limit: 88, reason: 'below the prescribed target of 88 to 92 %.' },
      fast,
    ]);
  });

  it('have one for the range at the high tier where the pathway has none that follows it', () => {
    expect(followingTarget([fast], { from: 94, to: 98 })).toEqual([
      fast,
      expect.objectContaining({ id: 'saturation-below-target', direction: 'below', limit: 94, tier: 'high' }),
    ]);
  });
});
