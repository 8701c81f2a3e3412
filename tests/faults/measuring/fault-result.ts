import type { Fault } from '../catalogue/fault.ts';
import type { Deterioration } from '../bystander/bystander.ts';
import { percentiles } from '../../load/percentiles.ts';

/** All times by one clock, in milliseconds. */
export interface FaultResult {
  readonly fault: Pick<Fault, 'name' | 'kind' | 'failing' | 'metric'>;
  readonly parts: string;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  /** When every process was ready again and every alert had arrived; undefined if that was not awaited to its end. */
  readonly recoveredAtMs: number | undefined;
  readonly deteriorations: readonly Deterioration[];
  /** Alerts and readings that are there twice. */
  readonly doubled: number;
  /** Names of readiness checks that failed meanwhile. */
  readonly failed: readonly string[];
  readonly metricChanged: boolean;
  /** What else is wrong by the fault's own account. */
  readonly wrong: readonly string[];
}

export interface AlertFigures {
  /** Of alerts that have arrived, in milliseconds after they could. */
  readonly median: number;
  readonly longest: number;
  readonly lost: number;
}

/** From the set that was sent to the alert; in an outage from its end, where that is later. */
export function alertFigures({ fault, deteriorations, endedAtMs }: FaultResult): AlertFigures {
  const delays = deteriorations.flatMap(({ sentAtMs, alertedAtMs }) => {
    if (alertedAtMs === undefined) return [];
    const since = fault.kind === 'outage' ? Math.max(sentAtMs, endedAtMs) : sentAtMs;
    // One that has come through before the end of an outage did not wait for it.
    return [Math.max(0, alertedAtMs - since)];
  });
  const { p50: median, max: longest } = percentiles(delays);
  return { median, longest, lost: deteriorations.length - delays.length };
}

/** How long an alert of the bystander may take, in milliseconds. */
const mostMs: Readonly<Record<Fault['kind'], number>> = { outage: 5_000, nuisance: 2_000 };

/** What of it is not as it should be whatever the speed of the machine, in words; nothing where all is well. */
export function faultsOf(result: FaultResult): readonly string[] {
  const { fault, deteriorations, doubled, failed, metricChanged, recoveredAtMs, wrong } = result;
  const { lost } = alertFigures(result);
  const { failing } = fault;
  const others = failed.filter((check) => failing?.test(check) !== true);
  return [
    ...(lost > 0 ? [`${String(lost)} of ${String(deteriorations.length)} alerts of the bystander are lost`] : []),
    ...(doubled > 0 ? [`${String(doubled)} alerts or readings of the bystander are there twice`] : []),
    ...(failing !== undefined && !failed.some((check) => failing.test(check)) ? ['health did not say so'] : []),
    ...(others.length > 0 ? [`health said what is not so: ${others.join(', ')}`] : []),
    ...(fault.metric !== undefined && !metricChanged ? [`no metric ${fault.metric.source} said so`] : []),
    ...(recoveredAtMs === undefined ? ['not in order again after its end'] : []),
    ...wrong,
  ];
}

/** What took longer than it may: of a run by itself, on a machine that does nothing else. */
export function slownessOf(result: FaultResult): readonly string[] {
  const { longest } = alertFigures(result);
  const most = mostMs[result.fault.kind];
  return longest > most ? [`an alert took ${String(Math.round(longest))} ms; at most ${String(most)}`] : [];
}
