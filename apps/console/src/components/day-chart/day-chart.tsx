import { t } from '@lingui/core/macro';
import { useMemo, useRef } from 'react';
import uPlot from 'uplot';
import type { Palette } from '../palette/palette.ts';
import { usePalette } from '../palette/use-palette.ts';
import { axisLook, type PlotOptions, roomFor, usePlot } from '../vital-chart/use-plot.ts';
import { dayLabels, dayMarks, secondsOfDay } from './day-marks.ts';
import { DayChartKey } from './day-chart-key.tsx';
import { lookOf } from './looks.ts';
import { valueRange } from './value-range.ts';

/** One line: a value for each day of the chart, null where there is none. */
export interface DaySeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** What holds until it changes, such as a number of beds. */
  readonly isStepped?: boolean;
}

/** Between what the values lie, with a stated chance: drawn behind the lines. */
export interface DayInterval {
  readonly name: string;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface DayChartProps {
  readonly title: string;
  readonly unit: string;
  /** The same in words: what the chart shows as a whole, and which table has each value. */
  readonly label: string;
  /** Of a calendar, in order: `2026-11-21`. */
  readonly days: readonly string[];
  readonly series: readonly DaySeries[];
  readonly interval?: DayInterval;
  /** How a value is written beside the chart; left out for the number as it is. */
  readonly valueWords?: (value: number) => string;
}

const height = 260;
const stepped = uPlot.paths.stepped?.({ align: 1 });

/** Values of days as lines. A table below it has the same in numbers. */
export function DayChart({ title, unit, label, days, series, interval, valueWords = String }: DayChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const seconds = useMemo(() => days.map(secondsOfDay), [days]);
  const { from, to } = useMemo(() => valueRange(valuesOf(series, interval)), [series, interval]);
  const options = useMemo<PlotOptions>(
    () => ({
      height,
      legend: { show: false },
      cursor: { show: false },
      axes: axesOf(palette, seconds, valueWords),
      // What stands at the edge of the axis must not be cut off.
      padding: [null, 28, null, null],
      scales: { y: { range: [from, to] } },
      series: [{}, ...series.map((one, index) => lineOf(one, index, palette))],
      hooks: { drawClear: [(plot) => drawInterval(plot, { seconds, interval, palette })] },
    }),
    [palette, seconds, series, interval, valueWords, from, to],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [[...seconds], ...series.map(({ values }) => [...values])],
    [seconds, series],
  );
  usePlot(frame, options, data);
  return (
    <figure className="hw-day-chart">
      <figcaption>
        <strong>{title}</strong>{' '}
        <span className="hw-bars__unit">
          {unit}
          {from > 0 && t`; the axis begins at ${from}`}
        </span>
      </figcaption>
      <DayChartKey names={series.map(({ name }) => name)} interval={interval?.name ?? null} />
      <div ref={frame} role="img" aria-label={label} className="hw-day-chart__plot" />
    </figure>
  );
}

const valuesOf = (series: readonly DaySeries[], interval: DayInterval | undefined): readonly number[] =>
  [...series.flatMap(({ values }) => values), ...(interval?.low ?? []), ...(interval?.high ?? [])].filter(
    (value) => value !== null,
  );

function axesOf(palette: Palette, days: readonly number[], valueWords: (value: number) => string): uPlot.Axis[] {
  return [
    {
      ...axisLook(palette),
      splits: (plot) => [...dayMarks(days, roomFor(plot))],
      values: (_plot, marks) => [...dayLabels(marks)],
    },
    { ...axisLook(palette), size: 52, space: 36, values: (_plot, marks) => marks.map(valueWords) },
  ];
}

function lineOf({ name, isStepped = false }: DaySeries, index: number, palette: Palette): uPlot.Series {
  const { colour, dash } = lookOf(index);
  return {
    label: name,
    stroke: palette[colour],
    width: 2,
    dash: [...dash],
    spanGaps: true,
    points: { size: 5, space: 12, fill: palette.surface },
    ...(isStepped && stepped !== undefined ? { paths: stepped } : {}),
  };
}

interface IntervalDrawn {
  readonly seconds: readonly number[];
  readonly interval: DayInterval | undefined;
  readonly palette: Palette;
}

/** A pale band with edges, which are seen where the person has chosen all colours. */
function drawInterval(plot: uPlot, { seconds, interval, palette }: IntervalDrawn): void {
  if (interval === undefined) return;
  const edge = (values: readonly (number | null)[]): readonly (readonly [number, number])[] =>
    values.flatMap((value, index) =>
      value === null ? [] : [[plot.valToPos(seconds[index] ?? 0, 'x', true), plot.valToPos(value, 'y', true)] as const],
    );
  const [low, high] = [edge(interval.low), edge(interval.high)];
  const { ctx } = plot;
  const trace = (points: readonly (readonly [number, number])[]): void => {
    for (const [x, y] of points) ctx.lineTo(x, y);
  };
  ctx.save();
  ctx.fillStyle = palette.line;
  ctx.strokeStyle = palette.line;
  ctx.lineWidth = window.devicePixelRatio;
  ctx.globalAlpha = 0.18;
  ctx.beginPath();
  trace(high);
  trace(low.toReversed());
  ctx.fill();
  ctx.globalAlpha = 0.6;
  for (const points of [low, high]) {
    ctx.beginPath();
    trace(points);
    ctx.stroke();
  }
  ctx.restore();
}
