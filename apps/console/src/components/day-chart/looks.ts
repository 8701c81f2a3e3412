import type { Palette } from '../palette/palette.ts';

/** How a line is drawn: a colour, and dashes by which it is known without the colour. */
export interface Look {
  readonly colour: keyof Palette;
  /** Pixels of line and gap, in turns; empty for a whole line. */
  readonly dash: readonly number[];
}

/** The first line of a chart, the second, and so on: no two of them have the same dashes. */
const looks: readonly [Look, ...Look[]] = [
  { colour: 'line', dash: [] },
  { colour: 'axis', dash: [8, 4] },
  { colour: 'medium', dash: [2, 3] },
  { colour: 'low', dash: [12, 3, 2, 3] },
  { colour: 'high', dash: [5, 2] },
  { colour: 'low-medium', dash: [14, 6] },
];

/** After the last it begins again. */
export const lookOf = (index: number): Look => looks[index % looks.length] ?? looks[0];
