import { isCallForHelp, type ObservationCode } from '../vital-signs/observation-codes.ts';
import { mostPoints } from './chart-faults.ts';
import type { ChartFile } from '../charts/chart-file.ts';
import { eventRuleFaults } from './event-rules.ts';
import { coveredFaults, fault, limitFaults, plausibleOf } from './limit-faults.ts';
import { type PathwayFile, type PathwayThreshold, rungs, type TrendRule } from './pathway-file.ts';
import { repetitions } from './repetitions.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

interface ChartOfPathway {
  /** The chart that the pathway names; undefined where it has faults of its own, or there is none. */
  readonly chart: ChartFile | undefined;
  readonly chartIsKnown: boolean;
  /** Whether there are the general rules that the pathway names, if it names any. */
  readonly generalIsKnown: boolean;
}

/** What is wrong with a pathway whose shape is right. */
export function pathwayFaults(pathway: PathwayFile, of: ChartOfPathway): readonly FaultInFile[] {
  const { measures, thresholds, trends } = pathway;
  const measured = new Set(measures.map(({ code }) => code));
  return [
    ...chartOfPathwayFaults(pathway, of),
    ...(of.generalIsKnown
      ? []
      : [fault('generalRules', shown(pathway.generalRules), 'general rules and a version that are among the files')]),
    ...repetitions(measures, 'measures', 'code'),
    ...repetitions(thresholds, 'thresholds', 'id'),
    ...repetitions(trends, 'trends', 'id'),
    ...thresholds.flatMap((threshold, index) => thresholdFaults(threshold, `thresholds[${index}]`, measured)),
    ...crossingFaults(thresholds),
    ...coveredFaults(thresholds, 'thresholds'),
    ...cappedFaults(pathway),
    ...trends.flatMap((trend, index) => trendFaults(trend, { path: `trends[${index}]`, measured, chart: of.chart })),
    ...eventRuleFaults(pathway.events),
    ...ladderFaults(pathway),
  ];
}

function chartOfPathwayFaults({ chart: name, exclusion }: PathwayFile, of: ChartOfPathway): readonly FaultInFile[] {
  if (!of.chartIsKnown) return [fault('chart', shown(name), 'the id of a chart among the files')];
  if (exclusion === null || of.chart?.notFor.includes(exclusion) !== true) return [];
  return [fault('chart', `${name}, which is not for anybody ${exclusion}`, 'a chart for everybody on the pathway')];
}

function codeFaults(
  code: ObservationCode,
  path: string,
  measured: ReadonlySet<ObservationCode>,
): readonly FaultInFile[] {
  if (plausibleOf(code) === undefined) return [fault(path, shown(code), 'a code whose values are numbers')];
  return measured.has(code) ? [] : [fault(path, shown(code), 'a code that is among the measures')];
}

function thresholdFaults(
  threshold: PathwayThreshold,
  path: string,
  measured: ReadonlySet<ObservationCode>,
): readonly FaultInFile[] {
  const { id, code, relativeTo, asPercent, followsTarget } = threshold;
  return [
    ...(id.startsWith('critical-')
      ? [fault(`${path}.id`, shown(id), 'an id that does not begin like those of critical values')]
      : []),
    ...codeFaults(code, `${path}.code`, measured),
    ...(relativeTo === undefined ? [] : codeFaults(relativeTo, `${path}.relativeTo`, measured)),
    ...(asPercent === true && relativeTo === undefined
      ? [fault(`${path}.asPercent`, 'a percentage of nothing', 'relativeTo beside it')]
      : []),
    ...(followsTarget === true && !isBelowSaturation(threshold)
      ? [
          fault(
            `${path}.followsTarget`,
            'a limit that no target range is about',
            'one below a value of oxygen-saturation',
          ),
        ]
      : []),
    ...limitFaults(threshold, `${path}.limit`),
  ];
}

function isBelowSaturation({ code, direction, relativeTo }: PathwayThreshold): boolean {
  return code === 'oxygen-saturation' && direction === 'below' && relativeTo === undefined;
}

/** Where the pathway never alerts, a rule of its own can never fire. */
function cappedFaults({ escalation, thresholds, trends, events = [] }: PathwayFile): readonly FaultInFile[] {
  if (escalation.alertAtMost !== 'none') return [];
  const expected = 'none, since by escalation.alertAtMost nothing of this pathway alerts';
  return Object.entries({ thresholds, trends, events: events.filter(({ code }) => !isCallForHelp(code)) }).flatMap(
    ([path, rules]) => (rules.length === 0 ? [] : [fault(path, `${rules.length} that can never fire`, expected)]),
  );
}

/** Between a limit that alerts below it and a lower one that alerts above it, every value would alert. */
function crossingFaults(thresholds: readonly PathwayThreshold[]): readonly FaultInFile[] {
  return thresholds.flatMap((below, index) => {
    if (below.direction !== 'below' || below.relativeTo !== undefined) return [];
    const above = thresholds.find(
      ({ code, direction, limit, relativeTo, whenScale = below.whenScale }) =>
        direction === 'above' &&
        code === below.code &&
        relativeTo === undefined &&
        whenScale === (below.whenScale ?? whenScale) &&
        limit < below.limit,
    );
    if (above === undefined) return [];
    const found = `an alert below ${below.limit} beside one above ${above.limit}`;
    return [fault(`thresholds[${index}].limit`, found, 'values between the two that do not alert')];
  });
}

function trendFaults(
  trend: TrendRule,
  at: {
    readonly path: string;
    readonly measured: ReadonlySet<ObservationCode>;
    readonly chart: ChartFile | undefined;
  },
): readonly FaultInFile[] {
  if (trend.kind === 'score-rise') {
    const most = at.chart === undefined ? Infinity : mostPoints(at.chart);
    if (trend.by <= most) return [];
    return [fault(`${at.path}.by`, shown(trend.by), `at most ${most}, which is all that the chart can give`)];
  }
  const faults = codeFaults(trend.code, `${at.path}.code`, at.measured);
  const plausible = plausibleOf(trend.code);
  if (plausible === undefined || trend.by < plausible.most - plausible.least) return faults;
  const { least, most, unit } = plausible;
  const expected = `less than from one end of what is plausible to the other, ${least} to ${most} ${unit}`;
  return [...faults, fault(`${at.path}.by`, shown(trend.by), expected)];
}

function ladderFaults({ ladder }: PathwayFile): readonly FaultInFile[] {
  return ladder.flatMap((step, index) => {
    const before = ladder[index - 1];
    if (before === undefined) return [];
    const path = `ladder[${index}]`;
    const found: FaultInFile[] = [];
    if (rungs.indexOf(step.rung) <= rungs.indexOf(before.rung)) {
      const expected = `each rung at most once, in the order ${rungs.join(', ')}`;
      found.push(fault(`${path}.rung`, `${shown(step.rung)} after ${shown(before.rung)}`, expected));
    }
    if (step.afterMinutes <= before.afterMinutes) {
      const expected = `more than the ${before.afterMinutes} of the rung before`;
      found.push(fault(`${path}.afterMinutes`, shown(step.afterMinutes), expected));
    }
    return found;
  });
}
