import type { Consciousness } from '../vital-signs/observation-codes.ts';

/**
 * The bands of the NEWS2 chart, one function a parameter. Each takes a value that already has the chart's resolution.
 *
 * @see Royal College of Physicians, National Early Warning Score (NEWS) 2, December 2017, chart 1; docs/clinical-sources.md.
 */

export type Points = 0 | 1 | 2 | 3;

/**
 * NEWS2 points for respiration rate.
 *
 * @param breathsPerMinute a whole number.
 * @see NEWS2 chart 1: ≤8 is 3, 9–11 is 1, 12–20 is 0, 21–24 is 2, ≥25 is 3.
 */
export function respirationPoints(breathsPerMinute: number): Points {
  if (breathsPerMinute <= 8) return 3;
  if (breathsPerMinute <= 11) return 1;
  if (breathsPerMinute <= 20) return 0;
  if (breathsPerMinute <= 24) return 2;
  return 3;
}

/**
 * NEWS2 points for oxygen saturation on scale 1, which holds wherever scale 2 is not prescribed.
 *
 * @param percent a whole number.
 * @see NEWS2 chart 1: ≤91 is 3, 92–93 is 2, 94–95 is 1, ≥96 is 0.
 */
export function saturationPointsScale1(percent: number): Points {
  if (percent <= 91) return 3;
  if (percent <= 93) return 2;
  if (percent <= 95) return 1;
  return 0;
}

/**
 * NEWS2 points for oxygen saturation on scale 2: hypercapnic respiratory failure, with a target of 88–92 %. A saturation
 * above the target is dangerous only if it is oxygen that drives it there.
 *
 * @param percent a whole number.
 * @see NEWS2 chart 1: ≤83 is 3, 84–85 is 2, 86–87 is 1, 88–92 is 0; above that 0 on air, and on oxygen 93–94 is 1,
 *   95–96 is 2, ≥97 is 3.
 */
export function saturationPointsScale2(percent: number, onOxygen: boolean): Points {
  if (percent <= 83) return 3;
  if (percent <= 85) return 2;
  if (percent <= 87) return 1;
  if (percent <= 92 || !onOxygen) return 0;
  if (percent <= 94) return 1;
  if (percent <= 96) return 2;
  return 3;
}

/** NEWS2 points for air (0) or oxygen (2), chart 1. */
export function oxygenPoints(onOxygen: boolean): 0 | 2 {
  return onOxygen ? 2 : 0;
}

/**
 * NEWS2 points for systolic blood pressure.
 *
 * @param mmHg a whole number.
 * @see NEWS2 chart 1: ≤90 is 3, 91–100 is 2, 101–110 is 1, 111–219 is 0, ≥220 is 3.
 */
export function systolicPoints(mmHg: number): Points {
  if (mmHg <= 90) return 3;
  if (mmHg <= 100) return 2;
  if (mmHg <= 110) return 1;
  if (mmHg <= 219) return 0;
  return 3;
}

/**
 * NEWS2 points for pulse.
 *
 * @param beatsPerMinute a whole number.
 * @see NEWS2 chart 1: ≤40 is 3, 41–50 is 1, 51–90 is 0, 91–110 is 1, 111–130 is 2, ≥131 is 3.
 */
export function pulsePoints(beatsPerMinute: number): Points {
  if (beatsPerMinute <= 40) return 3;
  if (beatsPerMinute <= 50) return 1;
  if (beatsPerMinute <= 90) return 0;
  if (beatsPerMinute <= 110) return 1;
  if (beatsPerMinute <= 130) return 2;
  return 3;
}

/** NEWS2 points for consciousness, chart 1: alert is 0; new confusion, voice, pain and unresponsive are 3. */
export function consciousnessPoints(level: Consciousness): 0 | 3 {
  return level === 'A' ? 0 : 3;
}

/**
 * NEWS2 points for temperature.
 *
 * @param tenthsOfCelsius a whole number of tenths of a degree: 35.1 Cel is 351.
 * @see NEWS2 chart 1: ≤35.0 is 3, 35.1–36.0 is 1, 36.1–38.0 is 0, 38.1–39.0 is 1, ≥39.1 is 2.
 */
export function temperaturePoints(tenthsOfCelsius: number): Points {
  if (tenthsOfCelsius <= 350) return 3;
  if (tenthsOfCelsius <= 360) return 1;
  if (tenthsOfCelsius <= 380) return 0;
  if (tenthsOfCelsius <= 390) return 1;
  return 2;
}
