/** The tokens that charts draw with (styles/tokens.css): a canvas has to be given colours as they are. */
const tokens = {
  surface: '--hw-surface',
  line: '--hw-chart-line',
  axis: '--hw-chart-axis',
  grid: '--hw-chart-grid',
  quiet: '--hw-quiet',
  'points-1': '--hw-points-1',
  'points-2': '--hw-points-2',
  'points-3': '--hw-points-3',
  low: '--hw-chart-low',
  'low-medium': '--hw-chart-low-medium',
  medium: '--hw-chart-medium',
  high: '--hw-chart-high',
  'low-medium-pale': '--hw-low-medium-pale',
  'medium-pale': '--hw-medium-pale',
  'high-pale': '--hw-high-pale',
} as const;

export type Palette = Readonly<Record<keyof typeof tokens, string>>;

/** The colours in force now, in light or dark, or those that the person has chosen for everything. */
export function paletteNow(): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colours = Object.entries(tokens).map(([name, token]) => {
    probe.style.setProperty('color', `var(${token})`);
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  // Object.fromEntries forgets the names, which are those of the table just above.
  return Object.fromEntries(colours) as Palette;
}

/** The shade of a band that scores so many points. */
export function shadeOf(palette: Palette, points: number): string {
  switch (points) {
    case 1:
      return palette['points-1'];
    case 2:
      return palette['points-2'];
    case 3:
      return palette['points-3'];
    default:
      return palette.surface;
  }
}
