/** A bar, or two side by side, with what it stands for. */
export interface PlotGroup {
  readonly label: string;
  readonly values: readonly number[];
}

export interface Plot {
  readonly id: string;
  readonly title: string;
  /** What the bars of each group stand for, in order. */
  readonly series: readonly string[];
  readonly groups: readonly PlotGroup[];
}

const width = 760;
const height = 300;
/** Above, what the colours mean; below and to the left, the slanting names of the groups. */
const margin = { left: 80, right: 8, top: 34, bottom: 96 };
const widestBar = 48;
/** Told apart by lightness as well as by hue. */
const fills = ['#003087', '#ed8b00'];

/** A bar plot as SVG, which says in words what it shows, for readers who cannot see it. */
export function barPlot({ id, title, series, groups }: Plot): string {
  const most = Math.max(1, ...groups.flatMap(({ values }) => values));
  const step = (width - margin.left - margin.right) / Math.max(1, groups.length);
  const plotHeight = height - margin.top - margin.bottom;
  const bars = groups.map((group, index) =>
    barsOf(group, { left: margin.left + index * step, step, most, plotHeight }),
  );
  const labelEvery = Math.ceil(groups.length / 16);
  const labels = groups.map(({ label }, index) => {
    if (index % labelEvery !== 0) return '';
    const x = fixed(margin.left + (index + 0.5) * step);
    const y = fixed(height - margin.bottom + 14);
    return `<text x="${x}" y="${y}" text-anchor="end" transform="rotate(-35 ${x} ${y})">${escaped(label)}</text>`;
  });
  const described = groups.map(({ label, values }) => `${label}: ${values.map(String).join(' and ')}`).join('; ');
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="${id}-title ${id}-description">
<title id="${id}-title">${escaped(title)}</title>
<desc id="${id}-description">${escaped(`${series.join(' and ')}. ${described}`)}</desc>
${gridOf(most, plotHeight)}
${bars.join('\n')}
${labels.join('')}
${series.length > 1 ? legendOf(series) : ''}
</svg>`;
}

interface BarGeometry {
  readonly left: number;
  readonly step: number;
  readonly most: number;
  readonly plotHeight: number;
}

function barsOf({ label, values }: PlotGroup, { left, step, most, plotHeight }: BarGeometry): string {
  const barWidth = Math.min(widestBar, (step * 0.8) / values.length);
  const firstX = left + (step - barWidth * values.length) / 2;
  return values
    .map((value, index) => {
      const barHeight = (value / most) * plotHeight;
      const x = firstX + index * barWidth;
      const y = margin.top + plotHeight - barHeight;
      const box = `x="${fixed(x)}" y="${fixed(y)}" width="${fixed(barWidth)}" height="${fixed(barHeight)}"`;
      return `<rect ${box} fill="${fills[index] ?? '#425563'}"><title>${escaped(`${label}: ${String(value)}`)}</title></rect>`;
    })
    .join('');
}

function gridOf(most: number, plotHeight: number): string {
  const ticks = [...new Set([0, Math.round(most / 2), most])];
  return ticks
    .map((tick) => {
      const y = fixed(margin.top + plotHeight - (tick / most) * plotHeight);
      const line = `<line x1="${String(margin.left)}" x2="${String(width - margin.right)}" y1="${y}" y2="${y}" stroke="#d8dde0"/>`;
      return `${line}<text x="${String(margin.left - 6)}" y="${y}" dy="4" text-anchor="end">${String(tick)}</text>`;
    })
    .join('');
}

function legendOf(series: readonly string[]): string {
  return series
    .map((name, index) => {
      const x = margin.left + index * 120;
      const y = 14;
      const mark = `<rect x="${String(x)}" y="${String(y - 9)}" width="10" height="10" fill="${fills[index] ?? '#425563'}"/>`;
      return `${mark}<text x="${String(x + 16)}" y="${String(y)}">${escaped(name)}</text>`;
    })
    .join('');
}

/** Text as it may stand in HTML and SVG, in attributes as well. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}
