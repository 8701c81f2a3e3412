import type { Score, Signal } from '#libs/contracts';
import { Counter, Histogram, type Registry } from 'prom-client';

/** What can be seen of the scoring service from outside. */
export class ScoringMetrics {
  readonly #sets: Counter<'outcome'>;
  readonly #scores: Counter<'tier'>;
  readonly #signals: Counter<'kind' | 'tier'>;
  readonly #batch: Histogram;
  readonly #latency: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#sets = new Counter({
      name: 'homeward_scoring_sets_total',
      help: 'Observation sets worked through: new, or known from before.',
      labelNames: ['outcome'],
      registers,
    });
    this.#scores = new Counter({
      name: 'homeward_scoring_scores_total',
      help: 'Scores made or corrected, by the tier that is certain.',
      labelNames: ['tier'],
      registers,
    });
    this.#signals = new Counter({
      name: 'homeward_scoring_signals_total',
      help: 'Signals sent: tiers that patients reached or left.',
      labelNames: ['kind', 'tier'],
      registers,
    });
    this.#batch = new Histogram({
      name: 'homeward_scoring_batch_seconds',
      help: 'Time from taking a batch to its scores being on the log.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
      registers,
    });
    this.#latency = new Histogram({
      name: 'homeward_reading_to_score_seconds',
      help: 'Time from an observation set reaching us to its scores being on the log.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600],
      registers,
    });
  }

  batchDone(batch: {
    readonly newSets: number;
    readonly knownSets: number;
    readonly scores: readonly Score[];
    readonly signals: readonly Signal[];
    readonly seconds: number;
  }): void {
    this.#sets.inc({ outcome: 'new' }, batch.newSets);
    this.#sets.inc({ outcome: 'known' }, batch.knownSets);
    for (const { tier } of batch.scores) this.#scores.inc({ tier });
    for (const { kind, tier } of batch.signals) this.#signals.inc({ kind, tier });
    this.#batch.observe(batch.seconds);
  }

  /** @param seconds from when a set reached us. */
  setScored(seconds: number): void {
    this.#latency.observe(Math.max(0, seconds));
  }
}
