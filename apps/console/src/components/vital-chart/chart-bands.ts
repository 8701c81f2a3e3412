import { type News2Parameter, type OxygenScale, scoreNews2 } from '#libs/clinical';

/** Values from `from` up to `to` score the same points. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

export type ChartedParameter = Extract<
  News2Parameter,
  'respirationRate' | 'oxygenSaturation' | 'systolicPressure' | 'pulseRate' | 'temperature'
>;

export interface BandsRequest {
  readonly parameter: ChartedParameter;
  readonly scale: OxygenScale;
  readonly onOxygen: boolean;
  /** The chart's resolution for the parameter: 0.1 for temperature, else 1. */
  readonly step: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The NEWS2 bands of one parameter, found by asking libs/clinical for the points of every value on the chart, so that a
 * band cannot differ from how readings are scored. Bands meet half a step beside the values they belong to.
 */
export function bandsOf({ parameter, scale, onOxygen, step, least, most }: BandsRequest): readonly Band[] {
  const bands: Band[] = [];
  const steps = Math.round((most - least) / step);
  for (let index = 0; index <= steps; index += 1) {
    const value = least + index * step;
    const score = scoreNews2({ [parameter]: value, supplementalOxygen: onOxygen }, { scale });
    const points = score.components[parameter] ?? 0;
    const last = bands.at(-1);
    if (last?.points === points) bands[bands.length - 1] = { ...last, to: value + step / 2 };
    else bands.push({ from: value - step / 2, to: value + step / 2, points });
  }
  return bands;
}
