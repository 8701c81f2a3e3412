import { consciousnessLevels, type ObservationCode } from '#libs/clinical';
import type { ChartedObservation, Score } from '#libs/contracts';
import { useMemo } from 'react';
import { type Band, bandsOf, type ChartedParameter } from '../../components/vital-chart/chart-bands.ts';
import { chartPoints } from '../../components/vital-chart/chart-points.ts';
import { VitalChart } from '../../components/vital-chart/vital-chart.tsx';
import { vitalName } from '../../components/words/vital-words.ts';

interface Charted {
  readonly code: ObservationCode;
  readonly parameter: ChartedParameter;
  /** A second line on the same chart. */
  readonly beside?: ObservationCode;
  readonly step: number;
  readonly usual: { readonly least: number; readonly most: number };
  /** How far the bands are drawn. */
  readonly extent: { readonly least: number; readonly most: number };
}

type Other = Pick<Charted, 'code' | 'usual'>;

/** The two of the chart that are one of a few levels. Anything but air, and anything but alert, scores. @see NEWS2 chart 1. */
const levelled: readonly (Other & { readonly levels: readonly string[]; readonly bands: readonly Band[] })[] = [
  {
    code: 'supplemental-oxygen',
    usual: { least: -0.5, most: 1.5 },
    levels: ['Air', 'Oxygen'],
    bands: [{ from: 0.5, to: 1.5, points: 2 }],
  },
  {
    code: 'consciousness',
    usual: { least: -0.5, most: 4.5 },
    levels: consciousnessLevels,
    bands: [{ from: 0.5, to: 4.5, points: 3 }],
  },
];

/** The charts in the order of the NEWS2 chart, each on one scale for everybody, so that its shape means the same. */
const charted: readonly Charted[] = [
  {
    code: 'respiration-rate',
    parameter: 'respirationRate',
    step: 1,
    usual: { least: 6, most: 32 },
    extent: { least: 1, most: 80 },
  },
  {
    code: 'oxygen-saturation',
    parameter: 'oxygenSaturation',
    step: 1,
    usual: { least: 82, most: 100 },
    extent: { least: 40, most: 100 },
  },
  {
    code: 'systolic-pressure',
    parameter: 'systolicPressure',
    beside: 'diastolic-pressure',
    step: 1,
    usual: { least: 50, most: 200 },
    extent: { least: 0, most: 300 },
  },
  {
    code: 'pulse-rate',
    parameter: 'pulseRate',
    step: 1,
    usual: { least: 35, most: 140 },
    extent: { least: 20, most: 300 },
  },
  {
    code: 'temperature',
    parameter: 'temperature',
    step: 0.1,
    usual: { least: 34.5, most: 40 },
    extent: { least: 25, most: 45 },
  },
];

/** Charted only when there is something to show: these are not on the NEWS2 chart. */
const others: readonly Other[] = [
  { code: 'body-weight', usual: { least: 60, most: 100 } },
  { code: 'blood-glucose', usual: { least: 2, most: 20 } },
  { code: 'peak-flow', usual: { least: 100, most: 600 } },
];

export interface PatientChartsProps {
  readonly observations: readonly ChartedObservation[];
  readonly newest: Score | undefined;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Every vital sign over time, one small chart each. */
export function PatientCharts({ observations, newest, fromSeconds, toSeconds }: PatientChartsProps) {
  const scale = newest?.scale ?? 1;
  const oxygen = newest?.inputs.find((input) => input.parameter === 'supplementalOxygen')?.value;
  const onOxygen = oxygen === true || (typeof oxygen === 'number' && oxygen > 0);
  const charts = useMemo(
    () =>
      charted.map((chart) => ({
        chart,
        bands: bandsOf({ parameter: chart.parameter, scale, onOxygen, step: chart.step, ...chart.extent }),
      })),
    [scale, onOxygen],
  );
  const lines = useMemo(
    () =>
      new Map(
        [...charted, ...levelled, ...others].map((chart: Charted | Other) => {
          const beside = 'beside' in chart ? chart.beside : undefined;
          const codes = beside === undefined ? [chart.code] : [chart.code, beside];
          return [
            chart.code,
            codes.map((code, index) => ({
              label: vitalName(code).name,
              points: chartPoints(observations, code),
              secondary: index > 0,
            })),
          ];
        }),
      ),
    [observations],
  );
  return (
    <div className="hw-charts">
      {charts.map(({ chart, bands }) => (
        <VitalChart
          key={chart.code}
          name={chart.beside === undefined ? vitalName(chart.code).name : 'Blood pressure'}
          unit={vitalName(chart.code).unit}
          lines={lines.get(chart.code) ?? []}
          bands={bands}
          usual={chart.usual}
          fromSeconds={fromSeconds}
          toSeconds={toSeconds}
        />
      ))}
      {levelled.map(({ code, usual, levels, bands }) => (
        <VitalChart
          key={code}
          name={vitalName(code).name}
          unit=""
          lines={lines.get(code) ?? []}
          bands={bands}
          usual={usual}
          levels={levels}
          fromSeconds={fromSeconds}
          toSeconds={toSeconds}
        />
      ))}
      {others
        .filter(({ code }) => observations.some((observation) => observation.code === code))
        .map(({ code, usual }) => (
          <VitalChart
            key={code}
            name={vitalName(code).name}
            unit={vitalName(code).unit}
            lines={lines.get(code) ?? []}
            bands={noBands}
            usual={usual}
            fromSeconds={fromSeconds}
            toSeconds={toSeconds}
          />
        ))}
    </div>
  );
}

const noBands: readonly [] = [];
