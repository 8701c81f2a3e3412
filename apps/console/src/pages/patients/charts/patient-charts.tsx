import { type ChartFile, consciousnessLevels, type ObservationCode } from '#libs/clinical';
import type { ChartedObservation, Score } from '#libs/contracts';
import { useMemo } from 'react';
import { bandsOf } from '../../../components/vital-chart/chart-bands.ts';
import { chartPoints } from '../../../components/vital-chart/chart-points.ts';
import { VitalChart } from '../../../components/vital-chart/vital-chart.tsx';
import { oximetryWords } from '../../../components/words/score-words.ts';
import { vitalName } from '../../../components/words/vital-words.ts';

interface Range {
  readonly least: number;
  readonly most: number;
}

/** Each on one scale for everybody, so that its shape means the same; what is not here is not charted. */
const usual: Readonly<Partial<Record<ObservationCode, Range>>> = {
  'respiration-rate': { least: 6, most: 32 },
  'oxygen-saturation': { least: 82, most: 100 },
  'supplemental-oxygen': { least: -0.5, most: 1.5 },
  'systolic-pressure': { least: 50, most: 200 },
  'diastolic-pressure': { least: 30, most: 130 },
  'pulse-rate': { least: 35, most: 140 },
  consciousness: { least: -0.5, most: 4.5 },
  temperature: { least: 34.5, most: 40 },
  'body-weight': { least: 60, most: 100 },
  'blood-glucose': { least: 2, most: 20 },
  'blood-ketones': { least: 0, most: 4 },
  'peak-flow': { least: 100, most: 600 },
  fev1: { least: 0.5, most: 4.5 },
  'inspired-oxygen': { least: 20, most: 60 },
  'oxygen-saturation-on-exertion': { least: 82, most: 100 },
  'standing-systolic-pressure': { least: 50, most: 200 },
  'standing-diastolic-pressure': { least: 30, most: 130 },
  'dyspnoea-grade': { least: 0.5, most: 5.5 },
  'urine-output': { least: 0, most: 1000 },
  'fluid-balance': { least: -2000, most: 2000 },
  inr: { least: 0.5, most: 6 },
  'pain-score': { least: -0.5, most: 10.5 },
  'sedation-score': { least: -0.5, most: 3.5 },
  '4at-score': { least: -0.5, most: 12.5 },
};
// Object.keys forgets the type of the keys just above.
const chartable = Object.keys(usual) as readonly ObservationCode[];

/** Beyond every plausible value, so that a band reaches to the edge whatever is measured. */
const extent: Range = { least: -1000, most: 1000 };

const levels: Readonly<Partial<Record<ObservationCode, readonly string[]>>> = {
  'supplemental-oxygen': ['Air', 'Oxygen'],
  consciousness: consciousnessLevels,
};

export interface PatientChartsProps {
  readonly observations: readonly ChartedObservation[];
  readonly newest: Score | undefined;
  /** The early-warning chart whose bands are behind the lines. */
  readonly file: ChartFile;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * Every vital sign over time, one small chart each: those of the early-warning chart in its order, then what else has been
 * measured. Each has a chart of its own, since bands are of one vital sign alone: diastolic pressure has none unless the chart
 * scores it.
 */
export function PatientCharts({ observations, newest, file, fromSeconds, toSeconds }: PatientChartsProps) {
  const scale = newest?.scale ?? 1;
  const oxygen = newest?.inputs.find((input) => input.code === 'supplemental-oxygen')?.value;
  const onOxygen = oxygen === true || (typeof oxygen === 'number' && oxygen > 0);
  const charts = useMemo(() => {
    const scored = file.parameters.map(({ code }) => code);
    const measured = new Set(observations.map(({ code }) => code));
    const others = chartable.filter((code) => !scored.includes(code) && measured.has(code));
    return [...scored, ...others].map((code) => ({
      code,
      points: chartPoints(observations, code),
      bands: bandsOf({ file, code, scale, onOxygen, extent }),
    }));
  }, [file, observations, scale, onOxygen]);
  return (
    <>
      <div className="hw-charts">
        {charts.map(({ code, points, bands }) => (
          <VitalChart
            key={code}
            name={vitalName(code).name}
            unit={levels[code] === undefined ? vitalName(code).unit : ''}
            points={points}
            bands={bands}
            usual={usual[code] ?? { least: 0, most: 100 }}
            {...(levels[code] === undefined ? {} : { levels: levels[code] })}
            fromSeconds={fromSeconds}
            toSeconds={toSeconds}
          />
        ))}
      </div>
      {charts.some(({ code }) => code === 'oxygen-saturation') && <p className="nhsuk-hint">{oximetryWords}</p>}
    </>
  );
}
