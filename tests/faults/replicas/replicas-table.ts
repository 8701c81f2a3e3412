import type { Percentiles } from '../../load/percentiles.ts';
import { alertedWithin, type ReplicasResult, scoredWithin } from './replicas-result.ts';

const inSeconds = (ms: number): string => (Number.isNaN(ms) ? '–' : `${(ms / 1000).toFixed(1)} s`);
const figures = ({ count, p50, max }: Percentiles): readonly string[] => [
  String(count),
  inSeconds(p50),
  inSeconds(max),
];

/** A Markdown table: for each change how long the sets that came until the next one waited for their scores, and the sums. */
export function replicasTable(result: ReplicasResult): string {
  const { changes, sent, setsAgain } = result;
  const first = changes[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const rows = changes.map(({ atMs, words }, nth) => [
    words,
    ...figures(scoredWithin(result, atMs, changes[nth + 1]?.atMs ?? Number.POSITIVE_INFINITY)),
  ]);
  const all = [
    ['Change', 'Sets until the next', 'Set to score, median', 'Longest'],
    ['before the first', ...figures(scoredWithin(result, 0, first))],
    ...rows,
    ['all', ...figures(scoredWithin(result, 0, Number.POSITIVE_INFINITY))],
  ];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [heading = [], ...others] = all;
  const alerts = alertedWithin(result);
  return [
    line(heading),
    line(widths.map((width) => '-'.repeat(width))),
    ...others.map(line),
    '',
    `${String(sent)} sets, ${String(setsAgain)} of them on the log again under the same id`,
    `${String(alerts.count)} patients became ill; set to alert: median ${inSeconds(alerts.p50)}, longest ${inSeconds(alerts.max)}`,
  ].join('\n');
}
