import { type ChartFile, type ChartParameter, consciousnessLevels, type OxygenScale } from '#libs/clinical';
import type { ObservationValue } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** A row of the observation chart: the values of one parameter that score the same points. */
export interface ObservationRow {
  readonly label: string;
  readonly points: number;
  readonly holds: (value: ObservationValue) => boolean;
}

/** The rows of one parameter, from the highest values down as the Royal College of Physicians' chart has them. */
export function rowsOf(parameter: ChartParameter, scale: OxygenScale): readonly ObservationRow[] {
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
      return bandRows(parameter, scale);
  }
}

const isOnAir = (value: ObservationValue): boolean => value === false || value === 0;

function bandRows(
  { bands, scale2, resolution }: Extract<ChartParameter, { form: 'bands' }>,
  scale: OxygenScale,
): readonly ObservationRow[] {
  // On scale 2 the bands above the target differ by air and oxygen: those on oxygen have every row that there is.
  const inForce = scale === 2 && scale2 !== undefined ? scale2.onOxygen : bands;
  const digits = resolution === 1 ? 0 : 1;
  const rounded = (value: number): number => Math.round(value / resolution);
  return inForce
    .map(({ upTo, points }, index) => {
      const below = inForce[index - 1]?.upTo;
      const least = below === undefined ? undefined : below + resolution;
      return {
        label: bandLabel(least?.toFixed(digits), upTo?.toFixed(digits)),
        points,
        holds: (value: ObservationValue) =>
          typeof value === 'number' &&
          (least === undefined || rounded(value) >= rounded(least)) &&
          (upTo === undefined || rounded(value) <= rounded(upTo)),
      };
    })
    .toReversed();
}

function bandLabel(least: string | undefined, most: string | undefined): string {
  if (least === undefined) return `≤${most ?? ''}`;
  if (most === undefined) return `≥${least}`;
  return least === most ? least : `${least}–${most}`;
}

/** Every parameter of a chart with its rows. */
export const chartRows = (file: ChartFile, scale: OxygenScale) =>
  file.parameters.map((parameter) => ({ parameter, rows: rowsOf(parameter, scale) }));
