import { useMemo, useRef } from 'react';
import uPlot from 'uplot';
import { type Palette, shadeOf } from '../palette/palette.ts';
import { usePalette } from '../palette/use-palette.ts';
import type { Band } from './chart-bands.ts';
import { type ChartPoint, chartSummary } from './chart-points.ts';
import { axes, type PlotOptions, sharedCursor, usePlot } from './use-plot.ts';

export interface VitalChartProps {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly ChartPoint[];
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
  const { name, unit, points, bands, usual, fromSeconds, toSeconds, levels } = props;
  const words = (value: number): string => levels?.[value] ?? String(Math.round(value * 10) / 10);
  const frame = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const { least, most } = usual;
  // Without a value there is nothing to make room for.
  const isMeasured = points.length > 0;

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
        {
          label: name,
          stroke: palette.line,
          width: 2,
          // Dots where there is room for them; a line alone where readings come every few seconds.
          points: { size: 5, space: 7, fill: palette.surface },
          spanGaps: true,
          ...(levels === undefined ? {} : { paths: steps }),
        },
      ],
      hooks: { drawClear: [(plot) => shade(plot, { bands, palette })] },
    }),
    [bands, palette, fromSeconds, toSeconds, least, most, name, levels, isMeasured],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [points.map(({ atSeconds }) => atSeconds), points.map(({ value }) => value)],
    [points],
  );
  usePlot(frame, options, data);

  const newest = points.at(-1);
  return (
    <figure className="hw-chart">
      <figcaption className="hw-chart__title">
        <strong>{name}</strong> <span className="hw-chart__unit">{unit}</span>
        {newest !== undefined && <span className="hw-chart__newest">{words(newest.value)}</span>}
      </figcaption>
      <div ref={frame} role="img" aria-label={chartSummary(points, { name, words })} className="hw-chart__plot" />
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
