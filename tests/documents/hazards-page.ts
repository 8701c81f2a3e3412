import type { Area } from './declared-hazards.ts';
import { page, table } from './markdown.ts';

type Hazard = Area['hazards'][number];
type Shown = Hazard['shownBy'][number];

/** docs/safety/hazards.md. */
export function hazardsPage(areas: readonly Area[]): string {
  return page(
    'Hazards',
    'How a person who is ill could be missed, and what stands against it. A sick person who sends readings is never silent on the board: whatever could make an exception to that is a row here, with the test that shows the control at work. A test checks that each of these exists and is not skipped. The rows stand in [hazards.yaml](hazards.yaml), under ids that stay what they are.',
    'Severity and likelihood are not estimated here. They depend on where and how Homeward is used, and are for the clinical safety officer of the organisation that uses it (DCB0160) to set, in a hazard log that this table may begin.',
    ...areas.flatMap(({ area, hazards }) => [
      `## ${area}`,
      table(['Id', 'Hazard', 'Cause', 'Effect', 'Control', 'Shown by'], hazards.map(row)),
    ]),
  );
}

function row({ id, hazard, cause, effect, control, shownBy }: Hazard): readonly string[] {
  return [id, hazard, cause, effect, control, shownBy.map(link).join('<br>')];
}

function link({ file, test, case: one }: Shown): string {
  return `[${one === undefined ? test : test.replace('%s', one)}](../../${file})`;
}
