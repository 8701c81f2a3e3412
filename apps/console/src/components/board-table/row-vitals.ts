import { news2Parameters, type ObservationCode, observationOfParameter } from '#libs/clinical';
import type { BoardRow, Observation } from '#libs/contracts';

export interface RowVital {
  readonly code: ObservationCode;
  readonly latest: Observation | undefined;
  readonly points: number | null;
  readonly outOfDate: boolean;
}

/**
 * A row's seven NEWS2 vitals. Points are the score's own, and only where the score was made of this very reading: a reading
 * that has just come has none until its score follows.
 */
export function rowVitals(row: BoardRow): readonly RowVital[] {
  const { score } = row;
  return news2Parameters.map((parameter) => {
    const code = observationOfParameter[parameter];
    const latest = row.latest.find((observation) => observation.code === code);
    if (score === null || latest === undefined) return { code, latest, points: null, outOfDate: false };
    const scored = score.inputs.some((input) => input.observationId === latest.id);
    return {
      code,
      latest,
      points: scored ? score.components[parameter] : null,
      outOfDate: score.missing.includes(parameter) && latest.takenAt <= score.at,
    };
  });
}
