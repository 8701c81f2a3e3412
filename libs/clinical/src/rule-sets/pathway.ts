import type { Chart } from '../charts/chart.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import type { Measure, PathwayFile } from './pathway-file.ts';
import { defaultValidForMinutes } from './validity.ts';

/** A pathway's rules, with the chart they name. */
export interface Pathway {
  readonly file: PathwayFile;
  /** What a score names beside its chart: `heart-failure@1`. */
  readonly key: string;
  readonly chart: Chart;
  /** How a code is measured on the pathway; undefined where it is not. */
  measureOf(code: ObservationCode): Measure | undefined;
  /**
   * For how many minutes a value may be used after it was taken, where the patient's own plan does not say otherwise.
   * What the pathway states never holds for longer than the default does while monitoring is continuous and that is less.
   */
  validForMinutes(code: ObservationCode, monitoring: 'intermittent' | 'continuous'): number;
}

/** What names one version of a pathway: `heart-failure@1`. */
export function pathwayKey(id: string, version: number): string {
  return `${id}@${version}`;
}

export function pathwayOf(file: PathwayFile, chart: Chart): Pathway {
  const measures = new Map(file.measures.map((measure) => [measure.code, measure]));
  return {
    file,
    key: pathwayKey(file.id, file.version),
    chart,
    measureOf: (code) => measures.get(code),
    validForMinutes: (code, monitoring) => {
      const usual = defaultValidForMinutes(code, monitoring);
      const stated = measures.get(code)?.validForMinutes;
      if (stated === undefined) return usual;
      const tightened = monitoring === 'continuous' && usual < defaultValidForMinutes(code, 'intermittent');
      return tightened ? Math.min(stated, usual) : stated;
    },
  };
}
