import { consciousnessLevels, type News2Values, type OxygenScale, scoreNews2 } from '#libs/clinical';

export interface ScorerBenchmark {
  readonly scoresPerSecond: number;
  readonly scores: number;
  /** The sum of all `min`, the same in every run: proof that the work was done. */
  readonly checksum: number;
}

/** A fixed spread of sick and well, complete and partial, so that no branch of the scorer stays cold. */
function everySortOfPatient(): readonly News2Values[] {
  return Array.from({ length: 1024 }, (_, index) => {
    const complete: News2Values = {
      respirationRate: 6 + (index % 24),
      oxygenSaturation: 82 + (index % 19),
      supplementalOxygen: index % 3 === 0 ? (index % 7) + 0.5 : false,
      systolicPressure: 80 + ((index * 7) % 150),
      pulseRate: 38 + ((index * 5) % 110),
      consciousness: index % 11 === 0 ? consciousnessLevels[index % 5] : 'A',
      temperature: 34.5 + ((index * 3) % 60) / 10,
    };
    if (index % 4 === 1) return { ...complete, supplementalOxygen: undefined, consciousness: undefined };
    return index % 4 === 2 ? { ...complete, temperature: undefined } : complete;
  });
}

/**
 * How many NEWS2 scores one thread makes in a second.
 *
 * @param seconds for how long it is measured, after one tenth of that to warm up.
 */
export function benchmarkScorer(seconds = 2): ScorerBenchmark {
  const patients = everySortOfPatient();
  const scales: readonly OxygenScale[] = [1, 2];
  const round = (): number => {
    let sum = 0;
    for (const scale of scales) for (const values of patients) sum += scoreNews2(values, { scale }).min;
    return sum;
  };
  const run = (milliseconds: number): { readonly rounds: number; readonly ms: number; readonly checksum: number } => {
    const startedAt = performance.now();
    let rounds = 0;
    let checksum = 0;
    while (performance.now() - startedAt < milliseconds) {
      checksum = round();
      rounds += 1;
    }
    return { rounds, ms: performance.now() - startedAt, checksum };
  };
  run(seconds * 100);
  const { rounds, ms, checksum } = run(seconds * 1000);
  const scores = rounds * patients.length * scales.length;
  return { scoresPerSecond: Math.round((scores / ms) * 1000), scores, checksum };
}

// Run by itself: node --conditions=homeward-source tests/load/scorer-benchmark.ts
if (import.meta.main) console.log(JSON.stringify(benchmarkScorer()));
