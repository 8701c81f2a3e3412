import type { ReplayReport } from '#libs/contracts';
import {
  countColumns,
  differencesInWords,
  leadInWords,
  minuteOf,
  scoreInWords,
  summaryInWords,
  titleOf,
} from './report-words.ts';

/** So many alerts and scores are shown one by one. */
const mostShown = 20;

/** The report as plain text, for a terminal. */
export function reportTable(report: ReplayReport): string {
  const { alerts, scores, signals } = report;
  const changed = alerts.filter(({ outcome }) => outcome !== 'same');
  const sections = [
    [titleOf(report), ...summaryInWords(report)],
    ['Alerts by tier', ...columns([['tier', ...countColumns], ...report.byTier.map(rowOf(({ tier }) => tier))])],
    [
      'Alerts by condition',
      ...columns([['condition', ...countColumns], ...report.byCondition.map(rowOf(({ condition }) => condition))]),
    ],
    [
      `Alerts that would differ${firstOf(changed.length)}`,
      ...columns(
        changed
          .slice(0, mostShown)
          .map(({ patientId, condition, tier, outcome, liveAt, replayedAt, because, ...alert }) => [
            minuteOf(liveAt ?? replayedAt),
            patientId,
            condition,
            tier,
            outcome,
            leadInWords(alert),
            because === null ? '' : `by ${because}`,
          ]),
      ),
    ],
    [
      'Scores that would differ',
      ...scores.because.map(({ reason, scores: count }) => `${String(count)}  ${differencesInWords[reason]}`),
      ...columns(
        scores.first
          .slice(0, mostShown)
          .map(({ at, patientId, live, replayed, because }) => [
            minuteOf(at),
            patientId,
            `${scoreInWords(live)} → ${scoreInWords(replayed)}`,
            because,
          ]),
      ),
    ],
    [
      'Changes of level that live published otherwise',
      ...columns(
        (report.rules === 'live' ? signals.first : [])
          .slice(0, mostShown)
          .map(({ at, patientId, condition, live, replayed }) => [
            minuteOf(at),
            patientId,
            condition,
            `${live ?? '–'} → ${replayed ?? '–'}`,
          ]),
      ),
    ],
  ];
  return `${sections
    .filter(([, ...lines]) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

type Counted = ReplayReport['byTier'][number] | ReplayReport['byCondition'][number];

function rowOf<Row extends Counted>(name: (row: Row) => string): (row: Row) => readonly string[] {
  return (row) => [name(row), ...countColumns.map((column) => String(row[column]))];
}

function firstOf(count: number): string {
  return count > mostShown ? ` (the first ${String(mostShown)} of ${String(count)})` : '';
}

/** Lines in which each column is as wide as its widest cell; numbers to the right. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, index) => (/^\d+$/u.test(cell) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
