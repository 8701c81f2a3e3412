import type { ReplayReport } from '#libs/contracts';
import { barPlot, escaped } from './plots.ts';
import {
  countColumns,
  differencesInWords,
  leadBarInWords,
  leadInWords,
  minuteOf,
  scoreInWords,
  summaryInWords,
  titleOf,
} from './report-words.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; color: #212b32; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #d8dde0; vertical-align: top; }
td.number, th.number { text-align: right; }
svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; fill: #212b32; }
.wide { overflow-x: auto; }
@media print { body { margin: 0; } }`;

/** The report as one HTML file that needs nothing else: no script, no font, no picture from anywhere. */
export function reportPage(report: ReplayReport): string {
  const title = escaped(titleOf(report));
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${summaryInWords(report)
  .map((line) => `<p>${escaped(line)}</p>`)
  .join('\n')}
${alertsSection(report)}
${leadsSection(report)}
${scoresSection(report)}
${everyAlertSection(report)}
</main>
</body>
</html>
`;
}

function alertsSection({ byDay, byTier, byCondition }: ReplayReport): string {
  const groups = byDay.map(({ day, live, replayed }) => ({ label: day, values: [live, replayed] }));
  const plot = { id: 'by-day', title: 'Alerts a day', series: ['live', 'replayed'], groups };
  const counts = (row: (typeof byTier)[number] | (typeof byCondition)[number]): readonly string[] =>
    countColumns.map((column) => String(row[column]));
  return `<section>
<h2>Alerts</h2>
${groups.length === 0 ? '<p>Neither live nor the replay has any.</p>' : barPlot(plot)}
${table(
  'By tier',
  ['tier', ...countColumns],
  byTier.map((row) => [row.tier, ...counts(row)]),
)}
${table(
  'By condition',
  ['condition', ...countColumns],
  byCondition.map((row) => [row.condition, ...counts(row)]),
)}
</section>`;
}

function leadsSection({ leads }: ReplayReport): string {
  if (leads.every(({ alerts }) => alerts === 0)) return '';
  const groups = leads.map(({ alerts }, index) => ({ label: leadBarInWords(leads, index), values: [alerts] }));
  return `<section>
<h2>How much earlier or later</h2>
${barPlot({ id: 'leads', title: 'Alerts that would come earlier or later, by how much', series: ['alerts'], groups })}
</section>`;
}

function scoresSection({ scores }: ReplayReport): string {
  if (scores.different === 0) return '';
  const groups = scores.because.map(({ reason, scores: count }) => ({ label: reason, values: [count] }));
  const rows = scores.first.map(({ at, patientId, live, replayed, because }) => [
    minuteOf(at),
    patientId,
    scoreInWords(live),
    scoreInWords(replayed),
    differencesInWords[because],
  ]);
  const caption = `The first ${String(rows.length)} of ${String(scores.different)}`;
  return `<section>
<h2>Scores that differ</h2>
${barPlot({ id: 'scores', title: 'Scores that differ, by why', series: ['scores'], groups })}
${table(caption, ['at', 'patient', 'live', 'replayed', 'why'], rows)}
</section>`;
}

/** A page stays readable; the report as JSON has every one. */
const mostAlerts = 1000;

function everyAlertSection({ alerts }: ReplayReport): string {
  const changed = alerts.filter(({ outcome }) => outcome !== 'same');
  if (changed.length === 0) return '';
  const rows = changed
    .slice(0, mostAlerts)
    .map((alert) => [
      minuteOf(alert.liveAt),
      minuteOf(alert.replayedAt),
      alert.patientId,
      alert.condition,
      alert.tier,
      alert.outcome,
      leadInWords(alert),
      alert.because ?? '',
    ]);
  const caption = `The first ${String(rows.length)} of ${String(changed.length)}`;
  const head = ['live at', 'replayed at', 'patient', 'condition', 'tier', 'outcome', 'by how much', 'because of'];
  return `<section>
<h2>Alerts that differ</h2>
${table(caption, head, rows)}
</section>`;
}

function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const cell = (name: 'th' | 'td', text: string, isNumber: boolean): string =>
    `<${name}${name === 'th' ? ' scope="col"' : ''}${isNumber ? ' class="number"' : ''}>${escaped(text)}</${name}>`;
  const numbers = head.map((_name, index) => rows.every((row) => /^\d+$/u.test(row[index] ?? '')));
  const line = (name: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((text, index) => cell(name, text, numbers[index] === true)).join('')}</tr>`;
  return `<div class="wide"><table>
<caption>${escaped(caption)}</caption>
<thead>${line('th', head)}</thead>
<tbody>
${rows.map((row) => line('td', row)).join('\n')}
</tbody>
</table></div>`;
}
