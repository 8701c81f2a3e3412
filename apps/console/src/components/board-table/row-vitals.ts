import { news2Parameters, type ObservationCode, observationOfParameter } from '#libs/clinical';
import type { BoardRow, ObservationValue } from '#libs/contracts';

/** A value as the board shows it: what it was and when it was taken. */
export interface ShownValue {
  readonly value: ObservationValue;
  readonly takenAt: string;
}

export interface RowVital {
  readonly code: ObservationCode;
  readonly latest: ShownValue | undefined;
  readonly points: number | null;
  readonly outOfDate: boolean;
}

/**
 * A row's seven NEWS2 vitals: the newest value known, be it from the chart or from what the score was made of, since the
 * two come by different ways and a score must never stand beside values older than its own. Points are the score's, and
 * only where it was made of this very reading: a reading that has just come has none until its score follows.
 */
export function rowVitals({ score, latest }: Pick<BoardRow, 'score' | 'latest'>): readonly RowVital[] {
  return news2Parameters.map((parameter) => {
    const code = observationOfParameter[parameter];
    const charted = latest.find((observation) => observation.code === code);
    const input = score?.inputs.find((candidate) => candidate.parameter === parameter);
    const scored = input !== undefined && (charted === undefined || charted.takenAt <= input.takenAt);
    if (scored) return { code, latest: input, points: score?.components[parameter] ?? null, outOfDate: false };
    const tooOld = score?.missing.includes(parameter) === true && charted !== undefined && charted.takenAt <= score.at;
    return { code, latest: charted, points: null, outOfDate: tooOld };
  });
}
