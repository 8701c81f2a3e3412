import type { PathwayThreshold } from './pathway-file.ts';

/** The range in which a patient's SpO2 is to be kept, in %: 88 to 92, 92 to 96, 94 to 98. Both ends belong to it. */
export interface SaturationRange {
  readonly from: number;
  readonly to: number;
}

/** What scale 2 of NEWS2 is made for; a prescription of that scale and another target contradict each other. */
export const targetOfScale2: SaturationRange = { from: 88, to: 92 };

/**
 * The thresholds of a pathway for a patient with a target range of their own: those that follow it (`followsTarget`) hold below
 * the range, whatever the file says of people without one. Where none does, the range is a threshold by itself at the high tier:
 * a target that is prescribed is never without effect.
 *
 * @param thresholds those that are in force on the patient's SpO2 scale.
 * @param target undefined where none is prescribed, and then nothing changes.
 */
export function followingTarget(
  thresholds: readonly PathwayThreshold[],
  target: SaturationRange | undefined,
): readonly PathwayThreshold[] {
  if (target === undefined) return thresholds;
  const limits = { limit: target.from, reason: `below the prescribed target of ${rangeInWords(target)}.` };
  const followed = thresholds.map((threshold) =>
    threshold.followsTarget === true ? { ...threshold, ...limits } : threshold,
  );
  if (followed.some(({ followsTarget }) => followsTarget === true)) return followed;
  return [...followed, { ...belowTarget, ...limits }];
}

const belowTarget = {
  id: 'saturation-below-target',
  code: 'oxygen-saturation',
  direction: 'below',
  tier: 'high',
} as const;

/** `92 to 96 %`. */
export function rangeInWords({ from, to }: SaturationRange): string {
  return `${from} to ${to} %`;
}
