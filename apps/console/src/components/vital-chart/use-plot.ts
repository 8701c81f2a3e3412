import { type RefObject, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Palette } from '../palette/palette.ts';
import { axisLabels, axisMarks } from '../../time/axis-times.ts';
import { siteTime } from '../../time/site-time.ts';

/** What a chart of ours gives to uPlot: everything but its width, which is that of its element; its height only where it is another. */
export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'> & { readonly height?: number };

/** In pixels. */
const usualHeight = 150;

/** Draws a chart into an element, follows the element's width, and draws anew when `options` is another object. */
export function usePlot(element: RefObject<HTMLElement | null>, options: PlotOptions, data: uPlot.AlignedData): void {
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(data);
  newest.current = data;

  useEffect(() => {
    const frame = element.current;
    if (frame === null) return undefined;
    const { height = usualHeight } = options;
    const drawn = new uPlot({ ...options, width: Math.max(frame.clientWidth, 200), height }, newest.current, frame);
    plot.current = drawn;
    const watcher = new ResizeObserver(() => {
      if (frame.clientWidth > 0) drawn.setSize({ width: frame.clientWidth, height });
    });
    watcher.observe(frame);
    return () => {
      watcher.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [element, options]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);
}

/** How every axis of ours is drawn. */
export function axisLook(palette: Palette): Pick<uPlot.Axis, 'font' | 'stroke' | 'grid' | 'ticks'> {
  const line = { stroke: palette.grid, width: 1 };
  return { font: '12px Arial, sans-serif', stroke: palette.axis, grid: line, ticks: line };
}

/** The axes that all our charts have: times as the clocks of the wards show them; on the left values, or the words of levels. */
export function axes(palette: Palette, levels?: readonly string[]): uPlot.Axis[] {
  const look = axisLook(palette);
  return [
    {
      ...look,
      space: 60,
      splits: (plot, ...[, fromSeconds, toSeconds]) => [
        ...axisMarks({ fromSeconds, toSeconds, most: roomFor(plot) }, wall),
      ],
      values: (_plot, marks) => [...axisLabels(marks, wall)],
    },
    {
      ...look,
      size: levels === undefined ? 44 : 60,
      space: 28,
      ...(levels === undefined
        ? {}
        : { splits: levels.map((_word, level) => level), values: () => [...levels], space: 1 }),
    },
  ];
}

const wall = (time: number): string => siteTime.wallMinute(time);

/** How many marks of time fit beside each other. */
export const roomFor = ({ bbox }: uPlot): number => Math.max(2, Math.floor(bbox.width / window.devicePixelRatio / 60));

/** One cursor for all charts of a page, so that one time is seen on each at once. */
export const sharedCursor: uPlot.Cursor = { sync: { key: 'patient' }, drag: { x: false, y: false }, y: false };
