import type { QualityRules } from '../rule-sets/pathway-file.ts';
import { isPoor, type Quality } from './signal-quality.ts';

const rules: QualityRules = {
  poorBelowPerfusionIndex: 0.4,
  poorAboveMotion: 0.6,
  poorBelowSignalStrength: 0.3,
  confirmWithinMinutes: 10,
};

describe('the quality of a reading', () => {
  it.each<[string, Quality | undefined, boolean]>([
    ['is good where the device says nothing', undefined, false],
    ['is good where it says nothing of any use', {}, false],
    ['is good on every limit', { perfusionIndex: 0.4, motion: 0.6, signalStrength: 0.3 }, false],
    ['is poor where hardly any pulse is felt', { perfusionIndex: 0.39, motion: 0, signalStrength: 1 }, true],
    ['is poor where no pulse is felt at all', { perfusionIndex: 0 }, true],
    ['is poor where the wearer moves', { perfusionIndex: 4, motion: 0.61 }, true],
    ['is poor where the signal is weak', { signalStrength: 0.29 }, true],
  ])('%s', (_claim, quality, poor) => {
    expect(isPoor(quality, rules)).toBe(poor);
  });
});
