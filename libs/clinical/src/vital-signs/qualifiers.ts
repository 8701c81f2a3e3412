import type { ObservationCode } from './observation-codes.ts';

/**
 * How a reading was taken, where that matters to who reads it. None of it changes whether a reading counts, nor what it
 * scores.
 */

/** Where a temperature was taken. */
export const measuringSites = ['oral', 'tympanic', 'axillary', 'temporal', 'rectal', 'skin'] as const;

/** What a rate was counted by: an oximeter misses beats that an ECG has, and a cuff's rate is of seconds only. */
export const measuringMethods = ['oximeter', 'ecg', 'cuff', 'by-hand'] as const;

/** How the person was when the pressure was taken. After standing up, the pressure has codes of its own. */
export const bodyPositions = ['lying', 'sitting', 'standing'] as const;

/** What is worth saying of how a reading of a code was taken by hand. */
export const qualifierOfCode = {
  temperature: 'site',
  'pulse-rate': 'method',
  'systolic-pressure': 'position',
  'diastolic-pressure': 'position',
} as const satisfies Readonly<Partial<Record<ObservationCode, 'site' | 'method' | 'position'>>>;
