import { alertFigures, type FaultResult, faultsOf, slownessOf } from './fault-result.ts';

const heading = [
  'Fault',
  'On',
  'Alert, median',
  'Alert, longest',
  'Lost',
  'Doubled',
  'In order again',
  'Failing checks',
  'Verdict',
];

const inMs = (ms: number): string => (Number.isNaN(ms) ? '–' : `${String(Math.round(ms))} ms`);
const inSeconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);

function rowOf(result: FaultResult): readonly string[] {
  const { median, longest, lost } = alertFigures(result);
  const { fault, parts, doubled, failed, recoveredAtMs, endedAtMs } = result;
  const wrong = [...faultsOf(result), ...slownessOf(result)];
  return [
    fault.name,
    parts,
    inMs(median),
    inMs(longest),
    String(lost),
    String(doubled),
    inSeconds(recoveredAtMs === undefined ? undefined : recoveredAtMs - endedAtMs),
    failed.length === 0 ? 'none' : failed.join(', '),
    wrong.length === 0 ? 'holds' : wrong.join('; '),
  ];
}

/** A Markdown table, for the terminal and for docs/faults.md. */
export function faultTable(results: readonly FaultResult[]): string {
  const rows = [heading, ...results.map(rowOf)];
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  const [first = [], ...others] = rows;
  return [line(first), line(rule), ...others.map(line)].join('\n');
}
