import type { Score } from '#libs/contracts';
import { type ChartView, parameterName, parametersInWords } from './chart-words.ts';
import { pathwayWords } from './identity-words.ts';
import { prescriptionWords } from './plan-words.ts';
import { ageWords, timeWords } from './time-words.ts';

/**
 * What is asked for next: by when an assessment is due, which is Homeward's own time since charts name an urgency only, and
 * how often the chart has to be measured from here on.
 */
export function nextWords({ responseWithinMinutes, monitoring }: Score): string {
  const response =
    responseWithinMinutes === null
      ? ''
      : `Assessment is due within ${String(responseWithinMinutes)} minutes (Homeward’s own time). `;
  return `${response}${monitoring === 'continuous' ? 'Monitor continuously' : `Measure at least ${monitoring}`}.`;
}

/** Since when the score holds, and what made it differ from the one before. */
export function causeWords(score: Score, chart: ChartView, now: number): string {
  const since = `Score of ${timeWords(score.at, now)} (${ageWords(score.at, now)})`;
  switch (score.because) {
    case 'reading':
      return `${since}.`;
    case 'aged-out': {
      const names = score.agedOut.map(({ parameter }) => parameter);
      // Several may have aged out one after another, and it is not known which of them made this change.
      const what = names.length === 1 ? parametersInWords(chart, names) : 'a value';
      return `${since}: no new reading made it change. It changed because ${what} became too old to count.`;
    }
    case 'scale-change':
      return `${since}: it changed because the oxygen saturation scale did.`;
    case 'plan-change':
      return `${since}: it changed because the monitoring plan did.`;
  }
}

/** What is missing, and what that means; null where nothing is. */
export function missingWords({ missing, min, max }: Score, chart: ChartView): string | null {
  if (missing.length === 0) return null;
  return `${parametersInWords(chart, missing)}. A missing value is never counted as normal: until it is measured the score lies somewhere from ${String(min)} to ${String(max)}.`;
}

/** `Temperature is too old to count: taken 02:05, 13 h ago.` */
export function agedOutWords(aged: Score['agedOut'][number], chart: ChartView, now: number): string {
  const { parameter, takenAt } = aged;
  return `${parameterName(chart, parameter)} is too old to count: taken ${timeWords(takenAt, now)}, ${ageWords(takenAt, now)}.`;
}

/** The scale of oxygen saturation, and by whose prescription it is scale 2. */
export function scaleWords({ scale, scalePrescription }: Score): string {
  if (scale === 1) return 'Scale 1.';
  if (scalePrescription === null) return 'Scale 2, by prescription.';
  return prescriptionWords({ scale: 2, ...scalePrescription });
}

/** How a value between two steps of the chart counted. */
export function roundingWords(rounding: NonNullable<ChartView['rounding']>): string {
  return rounding === 'half-up'
    ? 'To the nearest step of the chart, halves up: 91.5% counts as 92%.'
    : 'To whichever step of the chart gives more points: 91.5% counts as 91%.';
}

/** Why a saturation is not to be taken at its word, by MHRA (2021) and the NHS. */
export const oximetryWords =
  'A pulse oximeter may read too high, more often in people with darker skin. Compare with what is usual for the patient.';

/** The versions of the rules that a score was made by: `NEWS2 (news2-2017); Heart failure, version 1`. */
export function ruleSetWords({ ruleSet, pathway }: Pick<Score, 'ruleSet' | 'pathway'>, chart: ChartView): string {
  const chartWords = `${chart.title} (${ruleSet})`;
  if (pathway === null) return `${chartWords}.`;
  const [id = pathway, version] = pathway.split('@');
  return `${chartWords}; pathway ${pathwayWords(id)}${version === undefined ? '' : `, version ${version}`}.`;
}
