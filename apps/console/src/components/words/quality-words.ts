import { isPoor, type QualityRules } from '#libs/clinical';
import type { SignalQuality } from '#libs/contracts';
import type { z } from 'zod';

/**
 * Why a reading's signal was poor by the pathway's rules, in words; empty where it was good, or where the device said
 * nothing of it. A value on the limit is good.
 */
export function poorSignalWords(
  quality: SignalQuality | undefined,
  rules: z.infer<typeof QualityRules> | undefined,
): string {
  if (quality === undefined || rules === undefined || !isPoor(quality, rules)) return '';
  const { perfusionIndex, motion, signalStrength } = quality;
  return [
    perfusionIndex !== undefined && perfusionIndex < rules.poorBelowPerfusionIndex
      ? `weak pulse under the sensor (perfusion index ${String(perfusionIndex)}%)`
      : '',
    motion !== undefined && motion > rules.poorAboveMotion ? 'the wearer was moving' : '',
    signalStrength !== undefined && signalStrength < rules.poorBelowSignalStrength ? 'weak signal of the device' : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}

/** What the device said of its signal, for a table: `perfusion index 0.4%, motion 0.7`; empty where it said nothing. */
export function qualityWords(quality: SignalQuality | undefined): string {
  const { perfusionIndex, motion, signalStrength } = quality ?? {};
  return [
    perfusionIndex === undefined ? '' : `perfusion index ${String(perfusionIndex)}%`,
    motion === undefined ? '' : `motion ${percent(motion)}`,
    signalStrength === undefined ? '' : `signal ${percent(signalStrength)}`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

const percent = (part: number): string => `${String(Math.round(part * 100))}%`;
