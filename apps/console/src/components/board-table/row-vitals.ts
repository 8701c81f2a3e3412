import type { ObservationCode } from '#libs/clinical';
import type { BoardRow, Observation, ScoreInput } from '#libs/contracts';
import type { ShownDoubt, ShownValue } from '../vitals/vital-cell.tsx';
import { isScoreToShow } from '../words/risk-words.ts';
import type { ChartView } from '../words/chart-words.ts';
import { chartCodes } from '../words/vital-words.ts';

export interface RowVital {
  readonly code: ObservationCode;
  readonly latest: ShownValue | undefined;
  readonly points: number | null;
  readonly outOfDate: boolean;
  /** A newer value came that could not be taken, so that this one does not count any more. */
  readonly doubt?: ShownDoubt;
}

type Row = Pick<BoardRow, 'score' | 'latest' | 'exclusion'>;

/**
 * A row's vital signs, a column each: the newest value known, be it from the chart or from what the score was made of, since
 * the two come by different ways and a score must never stand beside values older than its own. Points are the score's, and
 * only where it was made of this very reading: a reading that has just come has none until its score follows.
 */
export function rowVitals(row: Row, chart: ChartView): readonly RowVital[] {
  return chartCodes.map((code) => vitalOf(row, chart, code));
}

/** What the patient's chart scores beyond the columns of the board, as far as it has been measured. */
export function rowVitalsBesides(row: Row, chart: ChartView): readonly RowVital[] {
  if (!isScoreToShow(row.score, row.exclusion)) return [];
  const codes = chart.parameters.map(({ code }) => code).filter((code) => !chartCodes.includes(code));
  return codes.map((code) => vitalOf(row, chart, code)).filter(({ latest }) => latest !== undefined);
}

function vitalOf({ score, latest, exclusion }: Row, chart: ChartView, code: ObservationCode): RowVital {
  const charted = latest.find((observation) => observation.code === code);
  if (!isScoreToShow(score, exclusion)) return { code, latest: charted, points: null, outOfDate: false };
  const doubt = score.doubtful?.find((candidate) => candidate.code === code);
  if (doubt !== undefined && (charted === undefined || charted.takenAt < doubt.takenAt)) {
    return { code, latest: charted, points: null, outOfDate: false, doubt };
  }
  const input = score.inputs.find((candidate) => candidate.code === code);
  if (input !== undefined && isScored(input, charted)) {
    return { code, latest: input, points: score.components[input.parameter] ?? null, outOfDate: false };
  }
  const parameter = chart.parameters.find((candidate) => candidate.code === code)?.name;
  const tooOld =
    parameter !== undefined &&
    score.missing.includes(parameter) &&
    charted !== undefined &&
    charted.takenAt <= score.at;
  return { code, latest: charted, points: null, outOfDate: tooOld };
}

const isScored = (input: ScoreInput, charted: Observation | undefined): boolean =>
  charted === undefined || charted.takenAt <= input.takenAt;
