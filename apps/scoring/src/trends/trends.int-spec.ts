import type { MonitoringPlan } from '#libs/contracts';
import type { Database } from '#libs/database';
import { compareTaken, PlanVersions, type TakenReading } from '#libs/timeline';
import fc from 'fast-check';
import type { PoolClient, QueryConfig } from 'pg';
import { startScoringDatabase } from '../scoring.harness.ts';
import { type TrendHistory, type TrendNews, TrendsService } from './trends.service.ts';
import { atHour, hourOf, trendRules, WeighedPatient } from './weighed-patient.harness.ts';

const minutes = (count: number): number => count / 60;

/** What happens to a patient: something is taken, taken back, planned or scored. */
type Happening =
  | { readonly reads: readonly TakenReading[] }
  | { readonly retracts: TakenReading }
  | { readonly plans: MonitoringPlan }
  | { readonly scores: readonly { readonly atMs: number; readonly total: number | null }[] };

/**
 * Stands in for the rest of the scoring service: keeps what was taken, planned and scored, and the changes that were found last
 * for each stretch of time. The trends and Postgres are real.
 */
class Recorder {
  readonly service: TrendsService;
  /** The names of the statements that the trends sent. */
  readonly asked: (string | undefined)[] = [];
  readonly #database: Database;
  readonly #patient: WeighedPatient;
  readonly #valid = new Map<string, TakenReading>();
  readonly #scores = new Map<number, number | null>();
  #plans: MonitoringPlan[] = [];
  #changes: TrendHistory['changes'] = [];
  #horizonMs = -Infinity;
  #dueMs = Infinity;

  constructor(database: Database, patient: WeighedPatient) {
    this.#database = database;
    this.#patient = patient;
    this.service = new TrendsService({
      ruleBook: { current: trendRules },
      readings: {
        takenBetween: async (_client, { fromMs, untilMs }) =>
          [...this.#valid.values()].filter(({ takenAtMs }) => takenAtMs >= fromMs && takenAtMs < untilMs),
      },
      rememberedPatients: 100,
    });
  }

  get changes(): readonly (readonly [number, string, string, string])[] {
    return this.#changes.map(({ atMs, condition, tier, because }) => [hourOf(atMs), condition, tier, because] as const);
  }

  async take(...happenings: readonly Happening[]): Promise<readonly TrendHistory[]> {
    const readings: TakenReading[] = [];
    const retracts: TakenReading[] = [];
    let scores: TrendNews['scores'];
    let alsoFromMs = Infinity;
    for (const happening of happenings) {
      if ('reads' in happening) readings.push(...happening.reads);
      else if ('retracts' in happening) retracts.push(happening.retracts);
      else if ('plans' in happening) {
        this.#plans = [...this.#plans, happening.plans];
        alsoFromMs = Math.min(alsoFromMs, Date.parse(happening.plans.changedAt));
      } else {
        for (const { atMs, total } of happening.scores) this.#scores.set(atMs, total);
        const fromMs = Math.min(scores?.fromMs ?? Infinity, ...happening.scores.map(({ atMs }) => atMs));
        const points = [...this.#scores].filter(([atMs]) => atMs >= fromMs).map(([atMs, total]) => ({ atMs, total }));
        scores = { fromMs, points, news: false };
      }
    }
    for (const reading of readings) this.#valid.set(reading.observationId, reading);
    for (const { observationId } of retracts) this.#valid.delete(observationId);
    const previousHorizonMs = this.#horizonMs;
    this.#horizonMs = Math.max(this.#horizonMs, ...readings.map(({ takenAtMs }) => takenAtMs));
    if (this.#dueMs <= this.#horizonMs) alsoFromMs = Math.min(alsoFromMs, previousHorizonMs + 1);
    const news: TrendNews = {
      patientId: this.#patient.patientId,
      plans: this.#versions,
      readings: readings.filter(({ observationId }) => this.#valid.has(observationId)),
      retracts,
      ...(scores === undefined ? {} : { scores }),
      ...(alsoFromMs === Infinity ? {} : { alsoFromMs }),
      horizonMs: this.#horizonMs,
    };
    return this.#observe(news);
  }

  /** Time passes, without anything else. */
  async pass(untilHour: number): Promise<readonly TrendHistory[]> {
    const alsoFromMs = this.#horizonMs;
    this.#horizonMs = atHour(untilHour);
    const facts = { patientId: this.#patient.patientId, plans: this.#versions, readings: [], retracts: [] };
    return this.#observe({ ...facts, alsoFromMs, horizonMs: this.#horizonMs });
  }

  get #versions(): PlanVersions {
    return new PlanVersions(this.#plans, trendRules);
  }

  /** As signals are stored: what is found of a stretch replaces what was found of it before. */
  async #observe(news: TrendNews): Promise<readonly TrendHistory[]> {
    const found = await this.#database.transaction((client) => {
      const query = (statement: { readonly name?: string }): unknown => {
        this.asked.push(statement.name);
        return client.query(statement as QueryConfig);
      };
      return this.service.observe({ query } as PoolClient, [news]);
    });
    for (const { fromMs, toMs, changes, dueAtMs } of found) {
      this.#dueMs = dueAtMs ?? Infinity;
      const others = this.#changes.filter(({ atMs }) => atMs < fromMs || atMs > toMs);
      this.#changes = [...others, ...changes].sort((one, other) => one.atMs - other.atMs);
    }
    return found;
  }
}

describe('trends over a real Postgres', () => {
  let database: Database;
  let stop: () => Promise<void>;
  let count = 0;

  beforeAll(async () => {
    ({ database, stop } = await startScoringDatabase());
  });
  afterAll(() => stop());

  function aPatient(): { readonly patient: WeighedPatient; readonly recorder: Recorder } {
    count += 1;
    const patient = new WeighedPatient(`patient ${String(count)}`);
    return { patient, recorder: new Recorder(database, patient) };
  }

  async function samplesOf({ patientId }: WeighedPatient): Promise<readonly (readonly [number, number])[]> {
    const { rows } = await database.pool.query<{ taken_at: Date; value: number }>(
      'SELECT taken_at, value FROM sample WHERE patient_id = $1 ORDER BY series, taken_at',
      [patientId],
    );
    return rows.map((row) => [hourOf(row.taken_at.getTime()), row.value]);
  }

  it('finds a gain of weight as it comes, and its end as time passes', async () => {
    const { patient, recorder } = aPatient();
    await recorder.take({ plans: patient.plan(-10) });
    for (const [hour, weight] of [
      [0, 80.1],
      [24, 80.2],
      [48.9, 82.4],
    ] as const) {
      await recorder.take({ reads: [patient.weighs(hour, weight)] });
    }
    expect(recorder.changes).toEqual([]);
    const [history] = await recorder.take({ reads: [patient.weighs(49, 82.5)] });
    expect(history?.changes[0]?.reason).toContain('body weight up 2.4 kg in 3 days (from 80.1 kg)');
    expect(history?.dueAtMs).toBe(atHour(121) + 1);
    await recorder.pass(121);
    expect(recorder.changes).toHaveLength(1);
    const [over] = await recorder.pass(121 + minutes(1));
    expect(over?.dueAtMs).toBeUndefined();
    expect(recorder.changes.map(([, , tier]) => tier)).toEqual(['medium', 'low']);
  });

  it('keeps the first two readings of each half hour, also where an earlier one comes later', async () => {
    const { patient, recorder } = aPatient();
    await recorder.take({ reads: [patient.weighs(minutes(10), 81), patient.weighs(minutes(20), 82)] });
    await recorder.take({ reads: [patient.weighs(minutes(5), 80), patient.weighs(minutes(31), 83)] });
    await recorder.take({ reads: [patient.weighs(minutes(25), 84)] });
    expect(await samplesOf(patient)).toEqual([
      [minutes(5), 80],
      [minutes(10), 81],
      [minutes(31), 83],
    ]);
  });

  it('asks the database no more than it must', async () => {
    const { patient, recorder } = aPatient();
    await recorder.take({ reads: [patient.reads(0, 'pain-score', 3)] });
    expect(recorder.asked).toEqual([]);
    await recorder.take({ reads: [patient.weighs(0, 80), patient.weighs(minutes(1), 80)] });
    // Stored by now; the next of the half hour finds them there, and those after that need not ask.
    await recorder.take({ reads: [patient.weighs(minutes(2), 80)] });
    const eachTime = ['scoring-add-samples', 'scoring-remove-surplus-samples'];
    expect(recorder.asked).toEqual([...eachTime, ...eachTime]);
    expect(await recorder.take({ reads: [patient.weighs(minutes(3), 80)] })).toEqual([]);
    expect(recorder.asked).toHaveLength(4);
  });

  it('does not remember what was rolled back', async () => {
    const { patient, recorder } = aPatient();
    const reading = patient.weighs(0, 80);
    const fails = database.transaction(async (client) => {
      await observeOnly(recorder.service, client, { patient, reading });
      throw new Error('rolled back');
    });
    await expect(fails).rejects.toThrow('rolled back');
    await recorder.take({ reads: [patient.weighs(minutes(1), 81)] });
    expect(await samplesOf(patient)).toEqual([[minutes(1), 81]]);
  });

  it('puts the next reading in the place of one that is retracted', async () => {
    const { patient, recorder } = aPatient();
    const wrong = patient.weighs(49, 82.5);
    await recorder.take({ plans: patient.plan(-10) }, { reads: [0, 24].map((hour) => patient.weighs(hour, 80.1)) });
    await recorder.take({ reads: [patient.weighs(49 - minutes(6), 82.4), wrong, patient.weighs(49 + minutes(1), 80)] });
    expect(recorder.changes).toHaveLength(2);
    await recorder.take({ retracts: wrong }, { reads: [patient.weighs(49 + minutes(3), 80)] });
    expect(recorder.changes).toEqual([]);
    expect((await samplesOf(patient)).slice(-2)).toEqual([
      [49 + minutes(1), 80],
      [49 + minutes(3), 80],
    ]);
  });

  it('follows scores that are corrected or withdrawn', async () => {
    const { patient, recorder } = aPatient();
    const score = (hour: number, total: number | null) => ({ atMs: atHour(hour), total });
    await recorder.take({ plans: patient.plan(-10) });
    await recorder.take({ scores: [score(0, 1), score(4, 1)] }, { reads: [patient.reads(9, 'pulse-rate', 70)] });
    await recorder.take({ scores: [score(8.5, 5), score(8.5 + minutes(5), 6), score(9, 6)] });
    expect(recorder.changes).toEqual([[8.5 + minutes(5), 'trend:worsening', 'low-medium', 'reading']]);
    await recorder.take({ scores: [score(8.5, null)] });
    expect(recorder.changes).toEqual([[9, 'trend:worsening', 'low-medium', 'reading']]);
    await recorder.take({ scores: [score(8.5 + minutes(5), 1)] });
    expect(recorder.changes).toEqual([]);
  });

  it('ends in the same samples and changes whatever order things come in, and however they are batched', async () => {
    const weights = [80, 80.5, 82, 82.4, 84];
    const taken = fc.array(
      fc.record({
        hour: fc.integer({ min: 0, max: 190 }),
        weight: fc.constantFrom(...weights),
        retracted: fc.boolean(),
      }),
      { minLength: 4, maxLength: 24 },
    );
    const anOrder = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
    const cuts = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 });
    // Among random weights a rise that no one reading makes is rare: this one shows that there is something to compare.
    const rising = [80, 80, 80, 84, 84, 84].map((weight, index) => ({ hour: index * 20, weight, retracted: false }));
    const backwards = Array.from({ length: 60 }, (_, index) => 60 - index);
    const oneByOne = backwards.map(() => true);
    let rises = 0;
    await fc.assert(
      fc.asyncProperty(taken, anOrder, cuts, async (facts, order, cutAfter) => {
        const outcomes = [];
        for (const shuffled of [false, true]) {
          const { patient, recorder } = aPatient();
          const readings = facts.map(({ hour, weight }) => patient.weighs(hour / 2, weight));
          const happenings: Happening[] = [
            { plans: patient.plan(-10) },
            { plans: patient.plan(60) },
            ...inOrder(readings).map((reading): Happening => ({ reads: [reading] })),
          ];
          const inTurn = shuffled ? shuffle(happenings, order) : happenings;
          // A retraction that overtakes its reading is for the service to remember: here it comes after.
          const late = readings.flatMap((reading, index) => (facts[index]?.retracted ? [{ retracts: reading }] : []));
          for (const batch of batchesOf([...inTurn, ...late], shuffled ? cutAfter : [])) await recorder.take(...batch);
          await recorder.pass(300);
          outcomes.push({ changes: recorder.changes, samples: (await samplesOf(patient)).map(String) });
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
        rises += outcomes[0]?.changes.length ?? 0;
      }),
      { numRuns: 15, examples: [[rising, backwards, oneByOne]] },
    );
    expect(rises).toBeGreaterThan(0);
  });
});

function inOrder(readings: readonly TakenReading[]): readonly TakenReading[] {
  return [...readings].sort(compareTaken);
}

function shuffle<Item>(items: readonly Item[], order: readonly number[]): readonly Item[] {
  return items
    .map((item, index) => ({ item, key: order[index] ?? 0 }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}

function batchesOf(happenings: readonly Happening[], cutAfter: readonly boolean[]): readonly (readonly Happening[])[] {
  const batches: Happening[][] = [[]];
  happenings.forEach((happening, index) => {
    batches.at(-1)?.push(happening);
    if (cutAfter[index] ?? true) batches.push([]);
  });
  return batches.filter((batch) => batch.length > 0);
}

function observeOnly(
  service: TrendsService,
  client: PoolClient,
  { patient, reading }: { readonly patient: WeighedPatient; readonly reading: TakenReading },
): Promise<readonly TrendHistory[]> {
  const { patientId } = patient;
  const plans = patient.versions(patient.plan(-10));
  return service.observe(client, [
    { patientId, plans, readings: [reading], retracts: [], horizonMs: reading.takenAtMs },
  ]);
}
