import type { BoardRow } from '#libs/contracts';
import { Risk } from '../../../components/risk/risk.tsx';
import { useChartView } from '../../../components/rule-sets/use-rule-sets.ts';

/** How ill a patient of the board is: the score and what it means. */
export function RowRisk({ row }: { readonly row: BoardRow }) {
  const chart = useChartView(row.score);
  return <Risk score={row.score} exclusion={row.exclusion} notScored={row.notScored} chart={chart} />;
}
