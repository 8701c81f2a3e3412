import type { BoardRow } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { dueWords } from './time-words.ts';
import { vitalName } from './vital-words.ts';

type Point = BoardRow['trend'][number];

/** The score's last day up to now: what the board had, and the score that has come since. */
export function trendOf({ trend, score }: Pick<BoardRow, 'trend' | 'score'>): readonly Point[] {
  const newest = trend.at(-1);
  if (score === null || score.withdrawn || (newest !== undefined && score.at <= newest.at)) return trend;
  return [...trend, { at: score.at, min: score.min, max: score.max }];
}

const pointWords = ({ min, max }: Point): string => (min === max ? String(min) : `${String(min)}–${String(max)}`);

/** `NEWS2 over 24 hours: 2, 3, 5, 9: rising`, for those who do not see the curve; empty where there is none to see. */
export function trendWords(points: readonly Point[], chart: string): string {
  if (points.length < 2) return '';
  const values = points.map(pointWords).join(', ');
  return t`${chart} over 24 hours: ${values}: ${directionWords(points)}`;
}

/** Which way the newest score went from the middle of those before. */
function directionWords(points: readonly Point[]): string {
  const newest = points.at(-1);
  const before = points
    .slice(0, -1)
    .map(({ max }) => max)
    .toSorted((one, other) => one - other);
  const middle = before[Math.floor(before.length / 2)];
  if (newest === undefined || middle === undefined || newest.max === middle) return t`steady`;
  return newest.max > middle ? t`rising` : t`falling`;
}

/** When the next observation is due and of what, and whether that has passed; null where none is awaited. */
export function nextDueWords(
  nextDue: BoardRow['nextDue'],
  now: number,
): { readonly overdue: boolean; readonly words: string; readonly codes: string } | null {
  if (nextDue === null) return null;
  const { overdue, words } = dueWords(nextDue.at, now);
  const codes = nextDue.codes.map((code) => vitalName(code).name).join(', ');
  return { overdue, words: t`Observations ${words}`, codes };
}
