import { composeNews2, type News2Parameter } from '#libs/clinical';
import { type MonitoringPlan, type ObservationSetRecorded, Score, type ScoreInput } from '#libs/contracts';
import fc from 'fast-check';
import { type Moment, momentReadingsOf, scoreOf } from './moment.ts';
import { PatientBuilder, wellValues } from './patient.builder.ts';
import { PatientHistory } from './patient-history.ts';
import { scaleAt } from './plan-rules.ts';

function historyOf(patient: PatientBuilder, plan?: MonitoringPlan): PatientHistory {
  return new PatientHistory(
    patient.id,
    { plan: plan ?? patient.plan(-1000), moments: [], fromTheBeginning: true },
    { latenessHours: 24 },
  );
}

function add(history: PatientHistory, set: ObservationSetRecorded): readonly Moment[] {
  return history.add(momentReadingsOf(set), { id: set.id, receivedAt: set.receivedAt });
}

describe('the moments of a patient', () => {
  it('composes a score from sets that came apart', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    const { pulseRate: _later, ...others } = wellValues;
    add(history, patient.reads(0, others));
    const [moment] = add(history, patient.reads(10, { pulseRate: 134 }));
    expect(moment?.score).toMatchObject({ total: 3, complete: true, tier: 'low-medium', revision: 1, late: false });
    expect(moment?.score?.inputs.map(({ parameter }) => parameter)).toHaveLength(7);
    expect(Score.safeParse(moment?.score).error).toBeUndefined();
  });

  it('lets values age out', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    add(history, patient.reads(0, wellValues));
    const [moment] = add(history, patient.reads(61, { temperature: 37 }));
    expect(moment?.score).toMatchObject({
      total: null,
      missing: ['respirationRate', 'oxygenSaturation', 'pulseRate'],
      tier: 'low',
      highestTier: 'high',
    });
  });

  it('scores a late reading at its own moment, corrects what follows and leaves newer values alone', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    add(history, patient.reads(0, wellValues));
    add(history, patient.reads(20, { temperature: 38.5 }));
    add(history, patient.reads(30, { pulseRate: 72 }));
    const changed = add(history, patient.reads(10, { pulseRate: 134 }, { delayMinutes: 25 }));
    expect(changed.map(({ atMs, score }) => [atMs, score?.total, score?.revision, score?.late])).toEqual([
      [patient.ms(10), 3, 1, true],
      [patient.ms(20), 4, 2, false],
    ]);
    expect(history.newest?.score).toMatchObject({ total: 1, revision: 1 });
  });

  it('gives two sets of one moment one score', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    const [first] = add(history, patient.reads(0, { pulseRate: 134 }));
    const [second] = add(history, patient.reads(0, { temperature: 39.5 }));
    expect(second?.score).toMatchObject({ id: first?.score?.id, min: 5, revision: 2, late: false });
  });

  it('makes no moment of a set that NEWS2 does not use', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    expect(add(history, patient.reads(0, {}, { extra: ['steps', 'body-weight'] }))).toEqual([]);
    expect(history.newest).toBeUndefined();
  });

  it('is not changed by a reading that is later than the plan allows', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient, patient.plan(0, { latenessHours: 1 }));
    add(history, patient.reads(120, wellValues));
    expect(add(history, patient.reads(59, { pulseRate: 134 }))).toEqual([]);
    expect(add(history, patient.reads(60, { pulseRate: 134 }))).toHaveLength(1);
  });

  it('never takes a value of another kind for a reading', () => {
    const patient = new PatientBuilder('a');
    expect(
      momentReadingsOf(patient.reads(0, { pulseRate: 'fast', consciousness: 'awake', temperature: 37 })),
    ).toHaveLength(1);
  });
});

describe('a patient who must not be scored', () => {
  it('has no scores, but the readings count once it ends', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient, patient.plan(0, { exclusion: 'pregnant' }));
    expect(add(history, patient.reads(0, wellValues)).map(({ score }) => score)).toEqual([null]);
    history.follow(patient.plan(5));
    const [moment] = add(history, patient.reads(10, { pulseRate: 134 }));
    expect(moment?.score).toMatchObject({ total: 3, complete: true });
  });

  it('keeps the scores from before', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    add(history, patient.reads(0, wellValues));
    expect(history.follow(patient.plan(5, { exclusion: 'under-16' }))).toEqual([]);
    expect(history.newest?.score?.total).toBe(0);
    const [moment] = add(history, patient.reads(10, { pulseRate: 134 }));
    expect(moment?.score).toBeNull();
  });
});

describe('the SpO2 scale', () => {
  it.each([
    ['before the prescription', -1, 1],
    ['from the prescription on', 0, 2],
    ['up to its review', 59, 2],
    ['from its review on', 60, 1],
  ])('%s', (_claim, minute, scale) => {
    const patient = new PatientBuilder('a');
    expect(scaleAt(patient.plan(0, { oxygenScale: patient.scale2(0, 60) }), patient.ms(minute))).toBe(scale);
  });

  it('is 1 without a plan or a prescription', () => {
    const patient = new PatientBuilder('a');
    expect(scaleAt(undefined, patient.ms(0))).toBe(1);
    expect(scaleAt(patient.plan(0), patient.ms(0))).toBe(1);
  });

  it('changes the scores that came before the news of their prescription, and no earlier ones', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient);
    const saturated = { ...wellValues, oxygenSaturation: 90 };
    add(history, patient.reads(0, saturated));
    add(history, patient.reads(10, saturated));
    const changed = history.follow(patient.plan(12, { oxygenScale: patient.scale2(5, 600) }));
    expect(changed.map(({ atMs, score }) => [atMs, score?.scale, score?.total, score?.revision])).toEqual([
      [patient.ms(10), 2, 0, 2],
    ]);
  });

  it('goes back to 1 for what comes after a prescription was withdrawn, and stays 2 for what came before', () => {
    const patient = new PatientBuilder('a');
    const history = historyOf(patient, patient.plan(0, { oxygenScale: patient.scale2(0, 6000) }));
    const saturated = { ...wellValues, oxygenSaturation: 90 };
    add(history, patient.reads(0, saturated));
    expect(history.follow(patient.plan(5))).toEqual([]);
    expect(history.newest?.score?.scale).toBe(2);
    expect(add(history, patient.reads(10, saturated))[0]?.score).toMatchObject({ scale: 1, total: 3 });
  });

  it('ignores a plan that is not newer', () => {
    const patient = new PatientBuilder('a');
    const [old, current] = [patient.plan(0), patient.plan(1, { exclusion: 'pregnant' })];
    const history = historyOf(patient, current);
    expect(history.follow(old)).toEqual([]);
    expect(history.plan).toBe(current);
  });
});

const parameters: readonly News2Parameter[] = ['pulseRate', 'oxygenSaturation', 'supplementalOxygen', 'temperature'];

/** A believable stream: readings of a few parameters at minutes that often coincide. */
const anyStream = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 300 }),
    values: fc.dictionary(fc.constantFrom(...parameters), fc.integer({ min: 86, max: 99 }), { minKeys: 1 }),
  }),
  { minLength: 1, maxLength: 25 },
);

/** What may differ by the order of arrival, taken out. */
function essence({ score, inputs, atMs }: Moment): unknown {
  if (score === null) return { atMs, inputs: inputs.map(({ input }) => input) };
  const { revision, late, causedBy, receivedAt, ...rest } = score;
  expect([revision > 0, typeof late, causedBy, receivedAt]).toEqual([
    true,
    'boolean',
    expect.any(String),
    expect.any(String),
  ]);
  return rest;
}

/** The history by definition: every moment composed afresh from all readings. */
function byDefinition(
  patient: PatientBuilder,
  sets: readonly ObservationSetRecorded[],
  plan: MonitoringPlan,
): unknown[] {
  const readings = sets.flatMap(momentReadingsOf);
  const times = [...new Set(readings.map(({ takenAtMs }) => takenAtMs))].sort((one, other) => one - other);
  return times.map((atMs) => {
    const { inputs } = composeNews2(readings, { asOfMs: atMs, validityMinutes: plan.validityMinutes });
    const [first] = sets;
    if (first === undefined) throw new TypeError('no sets');
    const cause = { id: first.id, receivedAt: first.receivedAt };
    const facts = { patientId: patient.id, scale: scaleAt(plan, atMs), revision: 1, late: false, cause };
    return essence({ atMs, inputs, score: scoreOf({ atMs, inputs }, facts), causedBy: cause.id });
  });
}

describe('a stream, however it is shuffled and split', () => {
  it('ends in the history that its readings define', () => {
    const scenario = anyStream.chain((stream) =>
      fc.record({
        stream: fc.constant(stream),
        order: fc.shuffledSubarray([...stream.keys()], { minLength: stream.length }),
        // After which sets memory is let go, so that the past has to be recalled.
        forgetsAfter: fc.array(fc.boolean(), { minLength: stream.length, maxLength: stream.length }),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ stream, order, forgetsAfter }) => {
        const patient = new PatientBuilder('a');
        const plan = patient.plan(0, {
          validityMinutes: { temperature: 90, supplementalOxygen: 120 },
          oxygenScale: patient.scale2(100, 200),
        });
        const sets = stream.map(({ minute, values }) => patient.reads(minute, values));
        const stored = new Map<number, Moment>();
        const history = historyOf(patient, plan);
        for (const index of order) {
          const set = sets[index];
          if (set === undefined) continue;
          for (const { takenAtMs } of momentReadingsOf(set)) recall(history, stored, takenAtMs);
          for (const moment of add(history, set)) stored.set(moment.atMs, moment);
          if (forgetsAfter[index] === true) history.keepNewest(1);
        }
        const inOrder = [...stored.values()].sort((one, other) => one.atMs - other.atMs);
        expect(inOrder.map(essence)).toEqual(byDefinition(patient, sets, plan));
        expect(history.newest).toBe(inOrder.at(-1));
      }),
      { numRuns: 300 },
    );
  });
});

/** What the store does when a time lies before what is remembered. */
function recall(history: PatientHistory, stored: ReadonlyMap<number, Moment>, timeMs: number): void {
  if (history.reachesBackTo(timeMs)) return;
  const all = [...stored.values()].sort((one, other) => one.atMs - other.atMs);
  const from = all.findLastIndex(({ atMs }) => atMs <= timeMs);
  history.recall({ moments: all.slice(Math.max(0, from)), fromTheBeginning: from === -1 });
}

it('names an input as contracts have it', () => {
  const patient = new PatientBuilder('a');
  const [reading] = momentReadingsOf(patient.reads(0, { pulseRate: 70 }));
  const input: ScoreInput | undefined = reading?.input;
  expect(input).toEqual({
    parameter: 'pulseRate',
    observationId: reading?.observationId,
    value: 70,
    takenAt: '2026-11-21T12:00:00.000Z',
  });
});
