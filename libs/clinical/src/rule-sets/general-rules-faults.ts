import type { ChartFile, Exclusion } from '../charts/chart-file.ts';
import { observationKinds, type ObservationKind } from '../vital-signs/observation-codes.ts';
import { eventRuleFaults } from './event-rules.ts';
import type { CriticalValue, GeneralRulesFile } from './general-rules-file.ts';
import { fault, limitFaults, plausibleOf } from './limit-faults.ts';
import { repetitions } from './repetitions.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

/** What is wrong with general rules whose shape is right. */
export function generalRulesFaults(
  { chartFor, always, withoutChart, events }: GeneralRulesFile,
  charts: ReadonlyMap<string, ChartFile | undefined>,
): readonly FaultInFile[] {
  return [
    // Its keys are exclusions: its schema says so.
    ...(Object.entries(chartFor) as [Exclusion, string][]).flatMap((named) => chartFaults(named, charts)),
    ...repetitions(always, 'always', 'id'),
    ...repetitions(withoutChart, 'withoutChart', 'id'),
    ...eventRuleFaults(events),
    ...always.flatMap((value, index) => valueFaults(value, `always[${index}]`)),
    ...withoutChart.flatMap((value, index) => valueFaults(value, `withoutChart[${index}]`)),
  ];
}

function chartFaults(
  [exclusion, id]: [Exclusion, string],
  charts: ReadonlyMap<string, ChartFile | undefined>,
): readonly FaultInFile[] {
  const path = `chartFor.${exclusion}`;
  if (!charts.has(id)) return [fault(path, shown(id), 'the id of a chart among the files')];
  if (charts.get(id)?.notFor.includes(exclusion) !== true) return [];
  return [fault(path, `${id}, which is not for anybody ${exclusion}`, `a chart for everybody ${exclusion}`)];
}

function valueFaults(value: CriticalValue, path: string): readonly FaultInFile[] {
  const { fromAge = 0, underAge = Infinity } = value;
  const ages =
    fromAge < underAge ? [] : [fault(`${path}.underAge`, shown(underAge), `more than the ${fromAge} that it is from`)];
  return [...ages, ...('oneOf' in value ? wordFaults(value, path) : numberFaults(value, path))];
}

function numberFaults(value: Extract<CriticalValue, { limit: number }>, path: string): readonly FaultInFile[] {
  if (plausibleOf(value.code) !== undefined) return limitFaults(value, `${path}.limit`);
  return [fault(`${path}.code`, shown(value.code), 'a code whose values are numbers')];
}

function wordFaults(
  { code, oneOf }: Extract<CriticalValue, { oneOf: string[] }>,
  path: string,
): readonly FaultInFile[] {
  // Widened from the table's own literal types, so that one test serves every code.
  const kind: ObservationKind = observationKinds[code];
  if (kind.form !== 'choice') return [fault(`${path}.code`, shown(code), 'a code whose values are words of a list')];
  const unknown = oneOf.findIndex((word) => !kind.choices.includes(word));
  if (unknown === -1) return [];
  return [fault(`${path}.oneOf[${unknown}]`, shown(oneOf[unknown]), `one of ${kind.choices.join(', ')}`)];
}
