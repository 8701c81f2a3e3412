import { detectionDelays, type Pathway, type TrendRule } from '#libs/clinical';
import { PatientFixture } from '#libs/fixtures';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { PlanVersions } from '#libs/timeline';
import { readFile } from 'node:fs/promises';
import { type TrendSample, trendChanges } from './trend-levels.ts';
import { conditionOfRule, seriesOf } from './watched-rules.ts';

const minuteInMs = 60_000;
const rules = await readRuleBook([builtInRuleSets]);
/** How often the score may ask for a set, where that is sooner than the pathway does. */
const byScoreMinutes = [720, 360, 240, 60];

interface Watched {
  readonly pathway: Pathway;
  readonly rule: TrendRule;
  readonly everyMinutes: number;
}

/** Every rule of every pathway, at every schedule that the pathway allows for what it looks at. */
function everySchedule(): readonly (readonly [string, Watched])[] {
  return rules.pathways.flatMap((pathway) =>
    detectionDelays(pathway.file, pathway.chart.codes).flatMap(({ id, measuredEveryMinutes: own }) => {
      const rule = pathway.file.trends.find((trend) => trend.id === id);
      if (rule === undefined || own === null) return [];
      const shorter = pathway.file.dueByScore ? byScoreMinutes.filter((minutes) => minutes < own) : [];
      return [own, ...shorter].map(
        (everyMinutes) =>
          [`${pathway.key} ${id}, every ${String(everyMinutes)} min`, { pathway, rule, everyMinutes }] as const,
      );
    }),
  );
}

/** Minutes from a step by as much as the rule asks, just after a measurement, until it alerts; Infinity if it never does. */
function minutesToAlert({ pathway, rule, everyMinutes }: Watched, measuredBefore: number): number {
  const patient = new PatientFixture();
  const falls = rule.kind !== 'score-rise' && rule.direction === 'fall';
  const usual = rule.kind === 'score-rise' ? 0 : 500;
  const changed = usual + (falls ? -rule.by : rule.by);
  const samples: TrendSample[] = Array.from({ length: measuredBefore + 4 }, (_, index) => ({
    takenAtMs: patient.msAt(index * everyMinutes),
    value: index < measuredBefore ? usual : changed,
  }));
  const { id, version } = pathway.file;
  const plans = new PlanVersions([patient.plan(-1, { ruleSet: { id, version } })], rules);
  const period = { fromMs: patient.msAt(0), toMs: samples.at(-1)?.takenAtMs ?? 0 };
  const changes = trendChanges(plans, new Map(seriesOf(rule).map((series) => [series, samples])), period).changes;
  const stepMs = patient.msAt((measuredBefore - 1) * everyMinutes);
  const first = changes.find(({ condition }) => condition === conditionOfRule(rule, pathway));
  return ((first?.atMs ?? Infinity) - stepMs) / minuteInMs;
}

describe('the delay that a trend rule states', () => {
  it('is stated for every rule of every pathway', () => {
    for (const { file, chart } of rules.pathways) {
      expect(detectionDelays(file, chart.codes).map(({ id }) => id)).toEqual(file.trends.map(({ id }) => id));
    }
  });

  it('stands in the documentation, as it follows from the pathways', async () => {
    const page = await readFile('docs/rule-sets.md', 'utf8');
    const lines = rules.pathways.flatMap(({ file, chart }) =>
      detectionDelays(file, chart.codes).map(({ id, measuredEveryMinutes: every, alertsWithinMinutes: within }) => {
        const inHours = (minutes: number | null): string => (minutes === null ? '–' : `${String(minutes / 60)} h`);
        return `| ${file.id} | ${id} | ${inHours(every)} | ${inHours(within)} |`;
      }),
    );
    expect(page.split('\n').filter((line) => lines.includes(line))).toEqual(lines);
  });

  it.each(everySchedule())('is kept: %s', (_name, watched) => {
    const { pathway, rule, everyMinutes } = watched;
    const stated = everyMinutes + (rule.confirmWithinMinutes ?? 60);
    const own = detectionDelays(pathway.file, pathway.chart.codes).find(({ id }) => id === rule.id);
    expect(stated).toBeLessThanOrEqual(own?.alertsWithinMinutes ?? 0);
    expect(minutesToAlert(watched, 40)).toBeLessThanOrEqual(stated);
  });

  it.each(everySchedule())('is kept for a new patient after two measurements: %s', (_name, watched) => {
    const { rule, everyMinutes } = watched;
    expect(minutesToAlert(watched, 2)).toBeLessThanOrEqual(everyMinutes + (rule.confirmWithinMinutes ?? 60));
  });
});
