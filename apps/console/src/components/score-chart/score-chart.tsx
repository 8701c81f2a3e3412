import type { ChartFile, Tier } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import { useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import { axes, type PlotOptions, sharedCursor, usePlot } from '../vital-chart/use-plot.ts';
import type { Palette } from '../palette/palette.ts';
import { usePalette } from '../palette/use-palette.ts';
import { mostPoints, tierShades } from './tier-shades.ts';
import { scoreNumber } from '../words/risk-words.ts';

export interface ScoreChartProps {
  readonly scores: readonly Score[];
  /** The chart that they were scored by. */
  readonly file: ChartFile;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Scores over time: a dot where the score is complete, a bar from least to most where it is a range. */
export function ScoreChart({ scores, file, fromSeconds, toSeconds }: ScoreChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const ordered = useMemo(() => scores.toSorted((one, other) => (one.at < other.at ? -1 : 1)), [scores]);
  const data = useMemo<uPlot.AlignedData>(
    () => [ordered.map((score) => Date.parse(score.at) / 1000), ordered.map((score) => score.max)],
    [ordered],
  );
  const options = useMemo<PlotOptions>(
    () => ({
      legend: { show: false },
      cursor: sharedCursor,
      axes: axes(palette),
      scales: { x: { range: [fromSeconds, toSeconds] }, y: { range: [-0.5, mostPoints(file) + 0.5] } },
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        drawClear: [(plot) => shadeTiers(plot, { file, palette })],
        draw: [(plot) => drawScores(plot, { scores: ordered, palette })],
      },
    }),
    [ordered, file, palette, fromSeconds, toSeconds],
  );
  usePlot(frame, options, data);
  const newest = ordered.at(-1);
  return (
    <figure className="hw-chart">
      <figcaption className="hw-chart__title">
        <strong>{file.title}</strong> <span className="hw-chart__unit">a bar is a range: something is missing</span>
        {newest !== undefined && <span className="hw-chart__newest">{scoreNumber(newest)}</span>}
      </figcaption>
      <div
        ref={frame}
        role="img"
        aria-label={
          newest === undefined
            ? `${file.title}: no scores in this time.`
            : `${file.title}: newest ${scoreNumber(newest)}, ${String(ordered.length)} scores. The table below has each.`
        }
        className="hw-chart__plot"
      />
    </figure>
  );
}

const shadeOfTier = (palette: Palette, tier: Tier): string =>
  tier === 'low' ? palette.surface : palette[`${tier}-pale`];

function shadeTiers(plot: uPlot, { file, palette }: { readonly file: ChartFile; readonly palette: Palette }): void {
  const { ctx, bbox } = plot;
  for (const { from, to, tier } of tierShades(file)) {
    const top = plot.valToPos(to, 'y', true);
    ctx.fillStyle = shadeOfTier(palette, tier);
    ctx.fillRect(bbox.left, top, bbox.width, plot.valToPos(from, 'y', true) - top);
  }
}

function drawScores(
  plot: uPlot,
  { scores, palette }: { readonly scores: readonly Score[]; readonly palette: Palette },
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const ratio = window.devicePixelRatio;
  for (const score of scores) {
    const x = plot.valToPos(Date.parse(score.at) / 1000, 'x', true);
    const top = plot.valToPos(score.max, 'y', true);
    const bottom = plot.valToPos(score.min, 'y', true);
    // What is not known to be low must not look low.
    ctx.fillStyle = score.tier === 'low' && score.highestTier !== 'low' ? palette.quiet : palette[score.tier];
    if (score.complete) {
      ctx.beginPath();
      ctx.arc(x, top, 2.75 * ratio, 0, 2 * Math.PI);
      ctx.fill();
    } else {
      ctx.globalAlpha = 0.35;
      ctx.fillRect(x - 2 * ratio, top, 4 * ratio, bottom - top);
      ctx.globalAlpha = 1;
      ctx.fillRect(x - 3 * ratio, bottom - ratio, 6 * ratio, 2 * ratio);
    }
  }
  ctx.restore();
}
