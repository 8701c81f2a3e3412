import type { ChartFile, PathwayFile } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { ruleSetQuery } from '../../api/queries.ts';
import { type ChartView, news2View, viewOfFile, viewOfScore } from '../words/chart-words.ts';

/** A chart as it was published; undefined while it has not come, and where it is not known. */
export function useChartFile(id: string | undefined): ChartFile | undefined {
  const ruleSet = useQuery({ ...ruleSetQuery(id ?? ''), enabled: id !== undefined });
  return ruleSet.data?.kind === 'chart' ? ruleSet.data : undefined;
}

/**
 * A pathway's rules in the version that a score or a plan names: `heart-failure@1`; undefined while they have not come, and
 * where they are not known.
 */
export function usePathwayFile(key: string | null | undefined): PathwayFile | undefined {
  const ruleSet = useQuery({ ...ruleSetQuery(key ?? ''), enabled: key !== null && key !== undefined });
  return ruleSet.data?.kind === 'pathway' ? ruleSet.data : undefined;
}

/** The chart of a score, for its words: known at once for NEWS2, otherwise as soon as it has been fetched. */
export function useChartView(score: Score | null | undefined): ChartView {
  const other = score === null || score === undefined || score.ruleSet === news2View.id ? undefined : score.ruleSet;
  const file = useChartFile(other);
  if (file !== undefined) return viewOfFile(file);
  return score === null || score === undefined || other === undefined ? news2View : viewOfScore(score);
}
