import type { AlertFigures } from './back-test.ts';

/** The figures as a table in Markdown, one line a pathway. Hours are at the median and at the ninth of ten patients. */
export function backTestTable(figures: readonly AlertFigures[]): string {
  const lines = figures
    .toSorted((one, other) => one.pathway.localeCompare(other.pathway))
    .map(({ pathway, perStablePatientDay, onsetToAlertHours }) => {
      const at = (part: number): string =>
        hoursInWords(onsetToAlertHours[Math.ceil(part * onsetToAlertHours.length) - 1]);
      return `| ${pathway} | ${perStablePatientDay.toFixed(3)} | ${at(0.5)} | ${at(0.9)} |`;
    });
  return [
    '| Pathway | Alerts a stable patient-day | Onset to alert, median | … nine of ten |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function hoursInWords(hours: number | undefined): string {
  return hours === undefined || !Number.isFinite(hours) ? 'none in 4 days' : `${hours.toFixed(1)} h`;
}
