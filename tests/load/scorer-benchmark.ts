import { type ChartValue, consciousnessLevels, news2Chart, type OxygenScale } from '#libs/clinical';

/** What one thread did of one kind of work. */
export interface ScorerFigures {
  /** By the clock on the wall: on a busy machine, what the others left. */
  readonly perSecond: number;
  /** By the CPU time of the whole process, garbage collection and compilation on other threads included. */
  readonly perCpuSecond: number;
  readonly cpuNanosecondsEach: number;
  readonly bytesAllocatedEach: number;
}

export interface ScorerBenchmark {
  /** Sets that differ, each scored on both scales, over and over. */
  readonly sets: number;
  /** How many different scores they come to. */
  readonly differentScores: number;
  readonly score: ScorerFigures;
  readonly level: ScorerFigures;
  /** What bounds it: seven numbers of each set read from one typed array and added up, without a chart. */
  readonly readingAlone: ScorerFigures;
  /** The sum of all `min`, the same in every run: proof that the work was done. */
  readonly checksum: number;
}

type Values = readonly (ChartValue | undefined)[];

const sets = 16_384;
const scales: readonly OxygenScale[] = [1, 2];

/** The same numbers in every run, spread evenly over 0 to 1. */
function evenly(): () => number {
  let state = 20_171_201;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sick and well, complete and partial, in no order that a processor could learn. */
function everySortOfPatient(): readonly Values[] {
  const next = evenly();
  const between = (least: number, most: number): number => Math.round(least + (most - least) * next());
  return Array.from({ length: sets }, () => {
    const values: (ChartValue | undefined)[] = [
      between(6, 30),
      between(82, 100),
      next() < 0.3 ? between(1, 15) / 2 : false,
      between(80, 230),
      between(38, 150),
      next() < 0.1 ? consciousnessLevels[between(0, 4)] : 'A',
      between(345, 405) / 10,
    ];
    // As at home: a watch knows pulse and saturation all the time, and the rest ages.
    return next() < 0.5 ? values : values.map((value) => (next() < 0.4 ? undefined : value));
  });
}

/** The same sets, as one row of numbers. */
function asNumbers(patients: readonly Values[]): Float64Array {
  return Float64Array.from(
    patients.flatMap((values) => values.map((value) => (typeof value === 'number' ? value : 0))),
  );
}

function sumOf(numbers: Float64Array): number {
  let sum = 0;
  for (let at = 0; at + 6 < numbers.length; at += 7) {
    for (let index = 0; index < 7; index += 1) sum += numbers[at + index] ?? 0;
  }
  return sum;
}

/** @returns the figures of a round that is run over and over, after a fifth of the time to warm up; and what it came to. */
function measure(round: () => number, { each, seconds }: { readonly each: number; readonly seconds: number }) {
  let result = 0;
  const run = (milliseconds: number): number => {
    const startedAt = performance.now();
    let rounds = 0;
    while (performance.now() - startedAt < milliseconds) {
      result = round();
      rounds += 1;
    }
    return rounds;
  };
  run(seconds * 200);
  const [cpuBefore, wallBefore] = [process.cpuUsage(), performance.now()];
  const done = run(seconds * 1000) * each;
  const cpu = process.cpuUsage(cpuBefore);
  const wallMs = performance.now() - wallBefore;
  const figures: ScorerFigures = {
    perSecond: Math.round((done / wallMs) * 1000),
    perCpuSecond: Math.round((done / (cpu.user + cpu.system)) * 1_000_000),
    cpuNanosecondsEach: Math.round(((cpu.user + cpu.system) * 10_000) / done) / 10,
    bytesAllocatedEach: Math.round((growthOf(round) / each) * 10) / 10,
  };
  return { figures, result };
}

/** By how many bytes the heap grows in a round: the middle of several, since a collection may fall into one. */
function growthOf(round: () => number): number {
  const growths = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    round();
    return process.memoryUsage().heapUsed - before;
  });
  return growths.toSorted((one, other) => one - other)[4] ?? 0;
}

/**
 * What scoring NEWS2 costs one thread, once by once: the whole score, the range and tiers alone, and what bounds both.
 *
 * @param seconds for how long each is measured.
 */
export function benchmarkScorer(seconds = 2): ScorerBenchmark {
  const patients = everySortOfPatient();
  const numbers = asNumbers(patients);
  const differentScores = new Set(
    scales.flatMap((scale) => patients.map((values) => news2Chart.score(values, { scale }))),
  );
  const score = measure(
    () => {
      let sum = 0;
      for (const scale of scales) for (const values of patients) sum += news2Chart.score(values, { scale }).min;
      return sum;
    },
    { each: sets * scales.length, seconds },
  );
  const level = measure(
    () => {
      let sum = 0;
      for (const scale of scales) for (const values of patients) sum += news2Chart.level(values, { scale }).max;
      return sum;
    },
    { each: sets * scales.length, seconds },
  );
  const reading = measure(() => sumOf(numbers), { each: sets, seconds });
  return {
    sets,
    differentScores: differentScores.size,
    score: score.figures,
    level: level.figures,
    readingAlone: reading.figures,
    checksum: score.result,
  };
}

// Run by itself: node --conditions=homeward-source tests/load/scorer-benchmark.ts
if (import.meta.main) console.log(JSON.stringify(benchmarkScorer(), undefined, 2));
