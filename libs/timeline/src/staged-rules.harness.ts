import { type Bands, type ChartFile, type EventRule, type RuleBook, ruleBookOf } from '#libs/clinical';
import { builtInRules } from '#libs/fixtures';

/** Every pulse from this gestation week and after the pregnancy has ended: made up, so that it can be told which cells hold. */
export const stageOfPulse = { gestationWeek: 20, pointsThen: 1, pointsAfterwards: 3 } as const;

/** About who leaves the bed at some hours, and opens the door at any. */
const absences: readonly EventRule[] = [
  {
    code: 'bed-left',
    tier: 'medium',
    reason: 'ring.',
    standsForMinutes: 120,
    absence: { between: { from: '13:00', until: '19:00' }, backWithinMinutes: 45 },
  },
  {
    code: 'door-opened',
    tier: 'high',
    reason: 'go and look.',
    standsForMinutes: 240,
    absence: { backWithinMinutes: 30, backShownBy: ['bed-left', 'door-opened'] },
  },
];

/**
 * The rules that come with Homeward, the obstetric chart having other cells for the pulse in the stages of a pregnancy, and the
 * general pathway rules on absences.
 */
export function stagedRules(): RuleBook {
  const { charts, generalRules, pathways } = builtInRules();
  const ofPathways = pathways.map(({ file }) => (file.id === 'general' ? { ...file, events: [...absences] } : file));
  const files = [...generalRules.map(({ file }) => file), ...ofPathways];
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
