import { observationKinds, type ObservationCode, type ObservationKind } from '../vital-signs/observation-codes.ts';
import { mostPoints } from './chart-faults.ts';
import type { ChartFile } from '../charts/chart-file.ts';
import { type PathwayFile, type PathwayThreshold, rungs, type TrendRule } from './pathway-file.ts';
import { repetitions } from './repetitions.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

interface ChartOfPathway {
  /** The chart that the pathway names; undefined where it has faults of its own, or there is none. */
  readonly chart: ChartFile | undefined;
  readonly chartIsKnown: boolean;
}

/** What is wrong with a pathway whose shape is right. */
export function pathwayFaults(pathway: PathwayFile, of: ChartOfPathway): readonly FaultInFile[] {
  const { measures, thresholds, trends } = pathway;
  const measured = new Set(measures.map(({ code }) => code));
  return [
    ...chartOfPathwayFaults(pathway, of),
    ...repetitions(measures, 'measures', 'code'),
    ...repetitions(thresholds, 'thresholds', 'id'),
    ...repetitions(trends, 'trends', 'id'),
    ...thresholds.flatMap((threshold, index) => [
      ...codeFaults(threshold.code, `thresholds[${index}].code`, measured),
      ...limitFaults(threshold, `thresholds[${index}].limit`),
    ]),
    ...crossingFaults(thresholds),
    ...trends.flatMap((trend, index) => trendFaults(trend, { path: `trends[${index}]`, measured, chart: of.chart })),
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

function limitFaults({ code, limit }: PathwayThreshold, path: string): readonly FaultInFile[] {
  const plausible = plausibleOf(code);
  if (plausible === undefined || (limit >= plausible.least && limit <= plausible.most)) return [];
  const { least, most, unit } = plausible;
  return [fault(path, shown(limit), `a plausible value of ${code}, ${least} to ${most} ${unit}`)];
}

/** Between a limit that alerts below it and a lower one that alerts above it, every value would alert. */
function crossingFaults(thresholds: readonly PathwayThreshold[]): readonly FaultInFile[] {
  return thresholds.flatMap((below, index) => {
    if (below.direction !== 'below') return [];
    const above = thresholds.find(
      ({ code, direction, limit }) => direction === 'above' && code === below.code && limit < below.limit,
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

/** Undefined for a code whose values are words. */
function plausibleOf(
  code: ObservationCode,
): { readonly least: number; readonly most: number; readonly unit: string } | undefined {
  // Widened from the table's own literal types, so that one function serves every code.
  const kind: ObservationKind = observationKinds[code];
  return 'plausible' in kind ? { ...kind.plausible, unit: kind.unit } : undefined;
}

function fault(path: string, found: string, expected: string): FaultInFile {
  return { path, message: `Found ${found}; expected ${expected}.` };
}
