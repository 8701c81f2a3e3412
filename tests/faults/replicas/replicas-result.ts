import { percentiles, type Percentiles } from '../../load/percentiles.ts';
import type { ReplicaChange } from './changing-replicas.ts';

/** All times by one clock, in milliseconds. */
export interface WaitingSet {
  readonly sentAtMs: number;
  /** When its score was on the log; undefined if none was. */
  readonly scoredAtMs: number | undefined;
}

/** What became of the acknowledged sets and of the patients who became ill. */
export interface SetsOutcome {
  readonly uncharted: number;
  readonly chartedAgain: number;
  readonly unscored: number;
  readonly scoredAgain: number;
  /** Scores that do not follow from their set. */
  readonly scoredWrong: number;
  readonly alerts: { readonly missing: number; readonly again: number };
  readonly sets: readonly WaitingSet[];
}

export interface ReplicasResult extends SetsOutcome {
  readonly changes: readonly ReplicaChange[];
  readonly sent: number;
  /** Sets that are on the log more than once, under the same id: consumers have to know them. */
  readonly setsAgain: number;
  /** Scores and signals behind a later revision of themselves on the log. */
  readonly outOfOrder: number;
  readonly illnesses: readonly { readonly sentAtMs: number; readonly heardAtMs: number | undefined }[];
}

/** What is not as it should be, in words; nothing where all is well. */
export function faultsOfReplicas(result: ReplicasResult): readonly string[] {
  const { alerts, sent, sets, illnesses } = result;
  const counted: readonly (readonly [number, string])[] = [
    [sent - sets.length, 'sets were not acknowledged'],
    [result.uncharted, 'acknowledged sets are not on the chart'],
    [result.chartedAgain, 'sets are on the chart twice'],
    [result.unscored, 'acknowledged sets have no score'],
    [result.scoredAgain, 'reading times are scored twice'],
    [result.scoredWrong, 'scores do not follow from their sets'],
    [result.outOfOrder, 'scores or signals are behind a later revision of themselves'],
    [alerts.missing, 'alerts are missing'],
    [alerts.again, 'alerts were raised twice'],
    [illnesses.filter(({ heardAtMs }) => heardAtMs === undefined).length, 'patients are without an alert at /live'],
  ];
  return counted.flatMap(([count, what]) => (count === 0 ? [] : [`${String(count)} ${what}`]));
}

/** From the sending of a set to its score on the log, of those sent from one time until another. */
export function scoredWithin({ sets }: ReplicasResult, fromMs: number, untilMs: number): Percentiles {
  const waits = sets.flatMap(({ sentAtMs, scoredAtMs }) =>
    scoredAtMs === undefined || sentAtMs < fromMs || sentAtMs >= untilMs ? [] : [scoredAtMs - sentAtMs],
  );
  return percentiles(waits);
}

/** From the sending of the set that made a patient ill to the alert at `/live`. */
export function alertedWithin({ illnesses }: ReplicasResult): Percentiles {
  return percentiles(
    illnesses.flatMap(({ sentAtMs, heardAtMs }) => (heardAtMs === undefined ? [] : [heardAtMs - sentAtMs])),
  );
}
