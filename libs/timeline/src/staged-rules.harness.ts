import { type Bands, type ChartFile, type RuleBook, ruleBookOf } from '#libs/clinical';
import { builtInRules } from '#libs/fixtures';

/** Every pulse from this gestation week and after the pregnancy has ended: made up, so that it can be told which cells hold. */
export const stageOfPulse = { gestationWeek: 20, pointsThen: 1, pointsAfterwards: 3 } as const;

/** The rules that come with Homeward, the obstetric chart having other cells for the pulse in the stages of a pregnancy. */
export function stagedRules(): RuleBook {
  const { charts, generalRules, pathways } = builtInRules();
  const files = [...generalRules, ...pathways].map(({ file }) => file);
  return ruleBookOf(
    [...charts.map(({ file }) => (file.notFor.includes('pregnant') ? file : withStages(file))), ...files].map(
      (json) => ({
        name: json.id,
        json,
      }),
    ),
  );
}

function withStages(file: ChartFile): ChartFile {
  const { gestationWeek, pointsThen, pointsAfterwards } = stageOfPulse;
  const all = (points: Bands[number]['points']): Bands => [{ points }];
  return {
    ...file,
    parameters: file.parameters.map((parameter) =>
      parameter.form === 'bands' && parameter.code === 'pulse-rate'
        ? {
            ...parameter,
            stages: [
              { from: { gestationWeek }, bands: all(pointsThen) },
              { from: { postnatalWeek: 0 }, bands: all(pointsAfterwards) },
            ],
          }
        : parameter,
    ),
  };
}
