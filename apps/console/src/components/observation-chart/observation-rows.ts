import {
  type Bands,
  type ChartFile,
  type ChartParameter,
  consciousnessLevels,
  type OxygenScale,
  toTenths,
  toWhole,
} from '#libs/clinical';
import type { ObservationValue } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { shortValue } from '../words/vital-words.ts';

/** Whether oxygen is given, as far as it is known: on scale 2 the points of a saturation depend on it. */
export type OxygenGiven = boolean | 'unknown';

/** A row of the observation chart: the values of one parameter that score the same points. */
export interface ObservationRow {
  readonly label: string;
  readonly points: number;
  readonly holds: (value: ObservationValue, oxygen: OxygenGiven) => boolean;
}

/** The rows of one parameter, and for which scales of oxygen saturation they are. */
export interface ObservationRows {
  readonly parameter: ChartParameter;
  readonly scales: readonly OxygenScale[];
  readonly rows: readonly ObservationRow[];
}

const isOnAir = (value: ObservationValue): boolean => value === false || value === 0;

/** Whether the reading of air or oxygen says that oxygen is given; unknown where there is none. */
export function oxygenGiven(reading: ObservationValue | undefined): OxygenGiven {
  return reading === undefined ? 'unknown' : !isOnAir(reading);
}

/**
 * Every parameter of a chart with its rows, from the highest values down as the Royal College of Physicians' chart (December
 * 2017) has them. Where oxygen saturation has two scales, each that was in use has rows of its own.
 */
export function chartRows(file: ChartFile, scalesInUse: readonly OxygenScale[]): readonly ObservationRows[] {
  return file.parameters.flatMap((parameter): readonly ObservationRows[] => {
    if (parameter.form !== 'bands' || parameter.scale2 === undefined) {
      return [{ parameter, scales: [1, 2], rows: rowsOf(parameter) }];
    }
    const { scale2, resolution } = parameter;
    const onScale1 = { parameter, scales: [1], rows: rowsOf(parameter) } as const;
    const onScale2 = { parameter, scales: [2], rows: scale2Rows(scale2, resolution) } as const;
    return [onScale1, onScale2].filter(({ scales: [scale] }) => scalesInUse.includes(scale));
  });
}

/** A value in the chart's steps, half up as it is scored. */
const stepOf = (value: number, resolution: number): number => (resolution === 1 ? toWhole(value) : toTenths(value));

function rowsOf(parameter: ChartParameter): readonly ObservationRow[] {
  switch (parameter.form) {
    case 'oxygen':
      return [
        { label: t`Air`, points: parameter.air, holds: isOnAir },
        { label: t`Oxygen`, points: parameter.oxygen, holds: (value) => !isOnAir(value) },
      ];
    case 'choice':
      return consciousnessLevels.map((level) => ({
        label: level,
        points: parameter.points[level] ?? 0,
        holds: (value) => value === level,
      }));
    case 'bands':
      return rangesOf(parameter.bands, parameter.resolution)
        .map((range) => rowOf(range, parameter.resolution))
        .toReversed();
  }
}

/** A band by its ends in steps, both included; without an end at the edges of the chart. */
interface StepRange {
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly points: number;
}

function rangesOf(bands: Bands, resolution: number): readonly StepRange[] {
  return bands.map(({ upTo, points }, index) => {
    const below = bands[index - 1]?.upTo;
    return {
      least: below === undefined ? undefined : stepOf(below, resolution) + 1,
      most: upTo === undefined ? undefined : stepOf(upTo, resolution),
      points,
    };
  });
}

const stepWords = (steps: number, resolution: number): string =>
  resolution === 1 ? String(steps) : (steps / 10).toFixed(1);

/** A value as it is written into a cell: as the chart rounds it, without the unit that a cell has no room for. */
export function cellWords(parameter: ChartParameter, value: ObservationValue): string {
  if (typeof value !== 'number') return shortValue(parameter.code, value);
  if (parameter.form === 'bands') return stepWords(stepOf(value, parameter.resolution), parameter.resolution);
  return isOnAir(value) ? shortValue(parameter.code, value) : String(value);
}

function rowOf({ least, most, points }: StepRange, resolution: number): ObservationRow {
  const words = (steps: number | undefined): string | undefined =>
    steps === undefined ? undefined : stepWords(steps, resolution);
  return {
    label: bandLabel(words(least), words(most)),
    points,
    holds: (value) => {
      if (typeof value !== 'number') return false;
      const step = stepOf(value, resolution);
      return (least === undefined || step >= least) && (most === undefined || step <= most);
    },
  };
}

/**
 * Up to the highest value whose points are the same either way, one row for air and oxygen; above it rows of their own, oxygen
 * first: 97 % scores 3 on oxygen and 0 on air. While it is not known which, a value is held by the row on oxygen, which has the
 * most points.
 */
function scale2Rows(
  { onAir, onOxygen }: { readonly onAir: Bands; readonly onOxygen: Bands },
  resolution: number,
): readonly ObservationRow[] {
  const [air, oxygen] = [rangesOf(onAir, resolution), rangesOf(onOxygen, resolution)];
  const alike = oxygen.filter((range) => air.some((one) => one.least === range.least && one.points === range.points));
  const reaches = Math.max(...alike.map(({ most }) => most ?? Number.POSITIVE_INFINITY));
  const above = ({ most }: StepRange): boolean => (most ?? Number.POSITIVE_INFINITY) > reaches;
  const oxygenRows = oxygen.filter(above).map((range) => {
    const { label, points, holds } = rowOf(range, resolution);
    return { label: t`${label} on oxygen`, points, holds: onlyIf((given) => given !== false, holds) };
  });
  const airRows = air.filter(above).map((range) => {
    const least = Math.max(range.least ?? Number.NEGATIVE_INFINITY, reaches + 1);
    const { label, points, holds } = rowOf({ ...range, least }, resolution);
    return { label: t`${label} on air`, points, holds: onlyIf((given) => given === false, holds) };
  });
  const both = alike.map((range) => rowOf(range, resolution));
  return [...both, ...airRows, ...oxygenRows].toReversed();
}

function onlyIf(
  applies: (oxygen: OxygenGiven) => boolean,
  holds: (value: ObservationValue, oxygen: OxygenGiven) => boolean,
): ObservationRow['holds'] {
  return (value, oxygen) => applies(oxygen) && holds(value, oxygen);
}

function bandLabel(least: string | undefined, most: string | undefined): string {
  if (least === undefined) return `≤${most ?? ''}`;
  if (most === undefined) return `≥${least}`;
  return least === most ? least : `${least}–${most}`;
}
