import type { QualityRules } from '../rule-sets/pathway-file.ts';

/** What a device says of the signal behind a reading; absent where it says nothing. */
export interface Quality {
  /** Strength of the pulse under an oximeter, %. */
  readonly perfusionIndex?: number | undefined;
  /** How much the wearer moved, 0 (still) to 1. */
  readonly motion?: number | undefined;
  /** Strength of the device's own signal, 0 to 1. */
  readonly signalStrength?: number | undefined;
}

/**
 * Homeward's own: a device that measures again needs a minute or two, and a person who is to ring the patient little longer.
 * An extreme that is true leaves no time for more.
 */
const defaultDoubtMinutes = 5;

/** For how many minutes a doubt may stand before it alerts. */
export function doubtMinutes({ answerDoubtWithinMinutes }: QualityRules): number {
  return answerDoubtWithinMinutes ?? defaultDoubtMinutes;
}

/**
 * Whether a reading is too poor to alert at once: any one thing that the device said of its signal lies beyond the pathway's
 * limit; on the limit is good enough. A device that says nothing is believed.
 */
export function isPoor(quality: Quality | undefined, rules: QualityRules): boolean {
  if (quality === undefined) return false;
  const { perfusionIndex, motion, signalStrength } = quality;
  return (
    (perfusionIndex !== undefined && perfusionIndex < rules.poorBelowPerfusionIndex) ||
    (motion !== undefined && motion > rules.poorAboveMotion) ||
    (signalStrength !== undefined && signalStrength < rules.poorBelowSignalStrength)
  );
}
