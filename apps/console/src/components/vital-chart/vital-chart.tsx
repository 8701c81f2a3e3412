import { useMemo, useRef } from 'react';
import uPlot from 'uplot';
import { type Palette, shadeOf } from '../palette/palette.ts';
import { usePalette } from '../palette/use-palette.ts';
import type { Band } from './chart-bands.ts';
import { type ChartPoint, chartSummary } from './chart-points.ts';
import { axes, type PlotOptions, sharedCursor, usePlot } from './use-plot.ts';

export interface ChartLine {
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** Drawn as a thinner, dashed line: not what is scored. */
  readonly secondary?: boolean;
}

export interface VitalChartProps {
  readonly name: string;
  readonly unit: string;
  readonly lines: readonly ChartLine[];
  readonly bands: readonly Band[];
  /** What the value axis shows at least, so that a flat line looks flat. */
  readonly usual: { readonly least: number; readonly most: number };
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** For what is not a number but one of a few levels: the words of each, lowest first. Drawn as steps. */
  readonly levels?: readonly string[];
}

const steps = uPlot.paths.stepped?.({ align: 1 });

/** One vital sign over time, with its NEWS2 bands behind it. */
export function VitalChart(props: VitalChartProps) {
  const { name, unit, lines, bands, usual, fromSeconds, toSeconds, levels } = props;
  const words = (value: number): string => levels?.[value] ?? String(Math.round(value * 10) / 10);
  const frame = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const labels = lines.map((line) => `${line.label}|${String(line.secondary)}`).join();
  const { least, most } = usual;
  // Without a value there is nothing to make room for.
  const isMeasured = lines.some((line) => line.points.length > 0);

  const options = useMemo<PlotOptions>(
    () => ({
      legend: { show: false },
      cursor: sharedCursor,
      axes: axes(palette, levels),
      scales: {
        x: { range: [fromSeconds, toSeconds] },
        y: {
          range: (_plot, low, high) =>
            levels === undefined && isMeasured ? [Math.min(least, low - 2), Math.max(most, high + 2)] : [least, most],
        },
      },
      series: [
        {},
        ...labels.split(',').map((label) => {
          const secondary = label.endsWith('|true');
          return {
            label,
            stroke: secondary ? palette.second : palette.line,
            width: secondary ? 1 : 2,
            ...(secondary ? { dash: [4, 3] } : {}),
            // Dots where there is room for them; a line alone where readings come every few seconds.
            points: { size: secondary ? 4 : 5, space: 7, fill: palette.surface },
            spanGaps: true,
            ...(levels === undefined ? {} : { paths: steps }),
          };
        }),
      ],
      hooks: { drawClear: [(plot) => shade(plot, { bands, palette })] },
    }),
    [bands, palette, fromSeconds, toSeconds, least, most, labels, levels, isMeasured],
  );
  const data = useMemo(() => aligned(lines), [lines]);
  usePlot(frame, options, data);

  const newest = lines.map((line) => line.points.at(-1)).filter((point) => point !== undefined);
  return (
    <figure className="hw-chart">
      <figcaption className="hw-chart__title">
        <strong>{name}</strong> <span className="hw-chart__unit">{unit}</span>
        {newest.length > 0 && (
          <span className="hw-chart__newest">{newest.map((point) => words(point.value)).join('/')}</span>
        )}
      </figcaption>
      <div
        ref={frame}
        role="img"
        aria-label={lines.map((line) => chartSummary(line.points, { name: line.label, words })).join(' ')}
        className="hw-chart__plot"
      />
    </figure>
  );
}

function shade(plot: uPlot, { bands, palette }: { readonly bands: readonly Band[]; readonly palette: Palette }): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const band of bands) {
    const top = plot.valToPos(band.to, 'y', true);
    const bottom = plot.valToPos(band.from, 'y', true);
    ctx.fillStyle = shadeOf(palette, band.points);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  ctx.restore();
}

/** uPlot wants one list of times and a value, or null, of each line for every one of them. */
function aligned(lines: readonly ChartLine[]): uPlot.AlignedData {
  const times = [...new Set(lines.flatMap((line) => line.points.map((point) => point.atSeconds)))].toSorted(
    (a, b) => a - b,
  );
  const values = lines.map((line) => {
    const byTime = new Map(line.points.map((point) => [point.atSeconds, point.value]));
    return times.map((time) => byTime.get(time) ?? null);
  });
  return [times, ...values];
}
