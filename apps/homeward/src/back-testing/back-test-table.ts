import type { AlertFigures, Pace } from './back-test.ts';

const head = [
  '| Pathway | Alerts a stable patient-day | Onset to alert, median | nine of ten | Slow onset, median | nine of ten |',
  '|---|---|---|---|---|---|',
];

/** The figures as a table in Markdown, a line for each pathway. */
export function backTestTable(figures: readonly AlertFigures[]): string {
  const lines = figures
    .toSorted((one, other) => one.pathway.localeCompare(other.pathway))
    .map(({ pathway, perStablePatientDay, onsetToAlertHours }) => {
      const at = (pace: Pace, part: number): string =>
        hoursInWords(onsetToAlertHours[pace][Math.ceil(part * onsetToAlertHours[pace].length) - 1]);
      const times = [at('sudden', 0.5), at('sudden', 0.9), at('slow', 0.5), at('slow', 0.9)];
      return `| ${pathway} | ${perStablePatientDay.toFixed(2)} | ${times.join(' | ')} |`;
    });
  return [...head, ...lines].join('\n');
}

function hoursInWords(hours: number | undefined): string {
  return hours === undefined || !Number.isFinite(hours) ? 'none' : `${hours.toFixed(0)} h`;
}
