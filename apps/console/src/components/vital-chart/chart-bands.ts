import {
  type Bands,
  type ChartFile,
  consciousnessLevels,
  type ObservationCode,
  type OxygenScale,
} from '#libs/clinical';

/** Values from `from` up to `to` score the same points. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

export interface BandsRequest {
  readonly file: ChartFile;
  readonly code: ObservationCode;
  readonly scale: OxygenScale;
  readonly onOxygen: boolean;
  /** How far the bands are drawn. */
  readonly extent: { readonly least: number; readonly most: number };
}

/**
 * The bands of one parameter as the early-warning chart has them; none where it does not have the parameter. They meet half a
 * step beside the values they belong to. A parameter of a few levels has a band of each, by the level's index.
 */
export function bandsOf({ file, code, scale, onOxygen, extent }: BandsRequest): readonly Band[] {
  const parameter = file.parameters.find((one) => one.code === code);
  switch (parameter?.form) {
    case undefined:
      return [];
    case 'oxygen':
      return levelBands([parameter.air, parameter.oxygen]);
    case 'choice':
      return levelBands(consciousnessLevels.map((level) => parameter.points[level] ?? 0));
    case 'bands': {
      const { bands, scale2, resolution } = parameter;
      const inForce = scale === 2 && scale2 !== undefined ? (onOxygen ? scale2.onOxygen : scale2.onAir) : bands;
      return valueBands(inForce, { half: resolution / 2, ...extent });
    }
  }
}

function valueBands(
  bands: Bands,
  { half, least, most }: { readonly half: number; readonly least: number; readonly most: number },
): readonly Band[] {
  return bands
    .map(({ upTo, points }, index) => ({
      from: Math.max((bands[index - 1]?.upTo ?? least - 2 * half) + half, least - half),
      to: Math.min((upTo ?? most) + half, most + half),
      points,
    }))
    .filter(({ from, to }) => from < to);
}

const levelBands = (points: readonly number[]): readonly Band[] =>
  points.map((ofLevel, level) => ({ from: level - 0.5, to: level + 0.5, points: ofLevel }));
