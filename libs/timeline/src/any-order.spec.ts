import {
  derivedId,
  DeviceId,
  type MonitoringPlan,
  type ObservationSetRecorded,
  PauseId,
  type PersonalAbsence,
  shortScore,
  wholeScore,
} from '#libs/contracts';
import { aNurse, PatientFixture } from '#libs/fixtures';
import fc from 'fast-check';
import type { Outage } from './outage.ts';
import { readingSetOf } from './reading.ts';
import { atMinute, RecordedHistory } from './recorded-history.harness.ts';
import { scoreEvent } from './score-event.ts';
import { causeOfTime } from './causes.ts';
import { stagedRules } from './staged-rules.harness.ts';

/** Older than any plan lets a reading be late: what came of it would show any look at the newest reading. */
const tenDays = 10 * 24 * 60;

const aMinute = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: -tenDays, max: 600 }));

/** A person, or one of two devices. */
const aSource = fc.constantFrom(undefined, DeviceId.parse('sensor-1'), DeviceId.parse('sensor-2'));

const aReading = fc.record({
  minute: aMinute,
  values: fc.record(
    {
      'pulse-rate': fc.constantFrom(38, 70, 105, 134),
      'oxygen-saturation': fc.constantFrom(85, 90, 93, 97),
      'respiration-rate': fc.constantFrom(16, 22, 26),
      'systolic-pressure': fc.constantFrom(85, 95, 120),
      'supplemental-oxygen': fc.boolean(),
      'blood-glucose': fc.constantFrom(3, 6),
      fall: fc.constantFrom('happened', 'cancelled'),
      'feeling-worse': fc.constantFrom('happened', 'cancelled'),
      'device-taken-off': fc.constantFrom('happened', 'cancelled'),
      'bed-left': fc.constantFrom('happened', 'cancelled'),
      'door-opened': fc.constantFrom('happened', 'cancelled'),
    },
    { requiredKeys: [] },
  ),
  poor: fc.boolean(),
  retracted: fc.boolean(),
  by: aSource,
});

/** Readings in quarantine, and persons who have seen to them: often at a time at which something was measured, too. */
const aDoubt = fc.record({
  minute: aMinute,
  found: fc.record(
    {
      'pulse-rate': fc.constantFrom('0 /min', '500 /min'),
      'respiration-rate': fc.constant('0 /min'),
      'blood-glucose': fc.constant('0 mmol/L'),
    },
    { requiredKeys: [] },
  ),
  because: fc.constantFrom('extreme' as const, 'unreadable' as const, 'sentinel' as const, 'answered' as const),
  by: aSource,
});

const aPlanChange = fc.record({
  minute: aMinute,
  latenessHours: fc.constantFrom(1, 24, 168),
  excluded: fc.boolean(),
  /** Minutes from the change until the patient turns 16, and until a pregnancy no longer counts. */
  sixteenIn: fc.option(fc.integer({ min: -60, max: 600 })),
  pregnantFor: fc.option(fc.integer({ min: -60, max: 600 })),
  /** Days from the day of noon until the due date: gestation week 20 begins at one of the midnights around noon. */
  dueInDays: fc.option(fc.constantFrom(140, 141)),
  onWard: fc.boolean(),
  /** Minutes from the change until a target saturation lapses. */
  targetFor: fc.option(fc.integer({ min: -60, max: 600 })),
  /** Minutes from the change until what the plan says of the bed lapses, and whether it is to alert. */
  bedFor: fc.option(fc.tuple(fc.integer({ min: -60, max: 600 }), fc.boolean())),
  scale2: fc.boolean(),
  pausedFrom: fc.option(fc.integer({ min: -120, max: 60 })),
  dueEvery: fc.constantFrom(undefined, 60, 120),
});

/** Times of outages follow from one another, so that they never overlap; null: the last has not ended. */
const someOutages = fc.array(fc.record({ after: fc.nat({ max: 200 }), lasts: fc.option(fc.nat({ max: 300 })) }), {
  maxLength: 3,
});

const aLife = fc.record({
  readings: fc.array(aReading, { maxLength: 12 }),
  doubts: fc.array(aDoubt, { maxLength: 5 }),
  plans: fc.array(aPlanChange, { maxLength: 3 }),
  outages: someOutages,
});
type Life = typeof aLife extends fc.Arbitrary<infer Described> ? Described : never;

type Happening =
  | { readonly kind: 'set'; readonly set: ObservationSetRecorded }
  | { readonly kind: 'plan'; readonly plan: MonitoringPlan }
  | { readonly kind: 'outages'; readonly outages: readonly Outage[] };

function happeningsOf(patient: PatientFixture, { readings, doubts, plans, outages }: Life): readonly Happening[] {
  const taken = readings.flatMap(({ minute, values, poor, retracted, by }): Happening[] => {
    const read = patient.reads(minute, values, poor ? { quality: { perfusionIndex: 0.1 } } : {});
    const set = { ...read, deviceId: by };
    const first = set.observations.slice(0, 1).map(({ code }) => code);
    const retraction = { kind: 'set' as const, set: patient.retracts(minute + 5, set, first) };
    return [{ kind: 'set', set }, ...(retracted ? [retraction] : [])];
  });
  const doubted = doubts.map(({ minute, found, because, by }): Happening => {
    return { kind: 'set', set: { ...patient.doubts(minute, found, because), deviceId: by } };
  });
  const admission = { ...patient.plan(-tenDays), revision: 0 };
  const planned = plans
    .toSorted((one, other) => one.minute - other.minute)
    .map((change): Happening => ({ kind: 'plan', plan: planOf(patient, change) }));
  // Outages become known one after the other, the newest without its end at first.
  const found = outagesOf(outages);
  const heard = found.flatMap((outage, index): Happening[] => {
    const before = found.slice(0, index);
    const open = { kind: 'outages' as const, outages: [...before, { ...outage, untilMs: Infinity }] };
    return [open, { kind: 'outages', outages: [...before, outage] }];
  });
  return [{ kind: 'plan', plan: admission }, ...taken, ...doubted, ...planned, ...heard];
}

function planOf(patient: PatientFixture, change: Life['plans'][number]): MonitoringPlan {
  const { minute, excluded, sixteenIn, pregnantFor, onWard, scale2, pausedFrom, dueEvery, latenessHours } = change;
  const { dueInDays, targetFor, bedFor } = change;
  const plan = patient.plan(minute, {
    latenessHours,
    exclusion: excluded ? 'pregnant' : null,
    scoredFrom: sixteenIn === null ? null : patient.at(minute + sixteenIn),
    ...(pregnantFor === null ? {} : { pregnancy: pregnancyOf(patient, minute, { pregnantFor, dueInDays }) }),
    targetSaturation: targetFor === null ? null : patient.target(88, 92, minute + targetFor),
    absences: bedFor === null ? [] : [ofBed(patient, minute + bedFor[0], bedFor[1])],
    oxygenScale: scale2 ? patient.scale2(minute - 3000, minute + 120) : null,
    dueEveryMinutes: dueEvery === undefined ? {} : { 'pulse-rate': dueEvery },
    pauses: pausedFrom === null ? [] : [pauseFrom(patient, minute + pausedFrom)],
  });
  return onWard ? plan : { ...plan, stay: null };
}

function ofBed(patient: PatientFixture, reviewMinute: number, alerts: boolean): PersonalAbsence {
  const alert = { absence: { backWithinMinutes: 10 }, tier: 'low-medium', response: 'ring.' } as const;
  const decided = { decidedBy: aNurse, reason: 'for the test', decidedAt: patient.at(0) };
  return { code: 'bed-left', alert: alerts ? alert : null, ...decided, reviewAt: patient.at(reviewMinute) };
}

function pregnancyOf(
  patient: PatientFixture,
  minute: number,
  { pregnantFor, dueInDays }: { readonly pregnantFor: number; readonly dueInDays: number | null },
): MonitoringPlan['pregnancy'] {
  return {
    from: patient.at(minute - 30),
    dueDate: dueInDays === null ? null : patient.at(dueInDays * 24 * 60).slice(0, 10),
    endedAt: patient.at(minute - 10),
    countsUntil: patient.at(minute + pregnantFor),
  };
}

function pauseFrom(patient: PatientFixture, minute: number): MonitoringPlan['pauses'][number] {
  // Two plans may name the same pause, with other times.
  return { ...patient.pause(minute, minute + 90), id: PauseId.parse(derivedId('test-pause', 'one')) };
}

function outagesOf(described: Life['outages']): readonly Outage[] {
  let minute = 0;
  return described.map(({ after, lasts }, index) => {
    const from = minute + after;
    minute = from + (lasts ?? 60);
    const isOpen = lasts === null && index === described.length - 1;
    return { fromMs: atMinute(from), untilMs: isOpen ? Infinity : atMinute(minute) };
  });
}

function learn(history: RecordedHistory, happening: Happening): void {
  if (happening.kind === 'plan') history.follows(happening.plan);
  else if (happening.kind === 'outages') history.hearsOf(...happening.outages);
  else history.takes(happening.set);
}

function inWords({ history, timeline: { patientId } }: RecordedHistory, untilMs = Infinity): readonly string[] {
  const isReached = ({ atMs }: { readonly atMs: number }): boolean => atMs <= untilMs;
  const cause = causeOfTime(patientId, atMinute(0));
  return [
    ...history.scores
      .filter(isReached)
      .map((point) => JSON.stringify(scoreEvent(point, { patientId, revision: 1, late: false, cause }))),
    ...history.changes.filter(isReached).map(({ point: _point, ...change }) => JSON.stringify(change)),
    // Whether a request is answered is worked out for those in the period of an update only.
    ...history.requests.filter(isReached).map(({ answered: _answered, ...request }) => JSON.stringify(request)),
  ].sort();
}

/** With critical values, a chart for pregnancies, of several stages, beside the pathway's own, and rules on absences. */
const rules = stagedRules();

describe('a history that is worked out as news comes', () => {
  it('has scores that come back to the letter from how they are stored', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        const patient = new PatientFixture();
        const recorded = new RecordedHistory(patient.patientId, rules);
        for (const happening of happeningsOf(patient, life)) learn(recorded, happening);
        recorded.untilMinute(2000);
        const { patientId } = patient;
        for (const point of recorded.history.scores) {
          const cause = causeOfTime(patientId, point.atMs);
          const score = scoreEvent(point, { patientId, revision: 1, late: false, cause });
          const stored = shortScore(score);
          expect(stored).not.toBe(score);
          expect(JSON.stringify(wholeScore(stored, score))).toBe(JSON.stringify(score));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is the same in the end, whatever came first, twice or late, of any age, and however far time had come', () => {
    fc.assert(
      fc.property(aLife, fc.infiniteStream(fc.nat()), (life, random) => {
        const patient = new PatientFixture();
        const all = happeningsOf(patient, life);
        const inOrder = new RecordedHistory(patient.patientId, rules);
        for (const happening of all) learn(inOrder, happening);
        inOrder.untilMinute(2000);

        const next = (): number => Number(random.next().value);
        const shuffled = new RecordedHistory(patient.patientId, rules);
        const repeated = all.filter(() => next() % 3 === 0);
        const order = [...all, ...repeated]
          .map((happening) => ({ happening, key: next() }))
          .sort((one, other) => one.key - other.key)
          .map(({ happening }) => happening);
        for (const happening of order) {
          learn(shuffled, happening);
          if (next() % 4 === 0) shuffled.untilMinute(next() % 700);
        }
        // Of outages, the list that was heard last is the one that counts.
        shuffled.hearsOf(...outagesOf(life.outages));
        shuffled.untilMinute(2000);
        expect(inWords(shuffled)).toEqual(inWords(inOrder));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same however far the clock was ahead meanwhile, and holds nothing of a time that is still to come', () => {
    fc.assert(
      fc.property(aLife, fc.infiniteStream(fc.nat()), fc.integer({ min: -60, max: 600 }), (life, random, minute) => {
        const patient = new PatientFixture();
        const all = happeningsOf(patient, life);
        const next = (): number => Number(random.next().value);
        const stepped = new RecordedHistory(patient.patientId, rules);
        stepped.clockSays(-60);
        for (const happening of all) {
          learn(stepped, happening);
          if (next() % 2 === 0) stepped.clockSays((next() % 2000) - 60);
        }
        stepped.clockSays(minute);
        const steady = new RecordedHistory(patient.patientId, rules);
        steady.clockSays(minute);
        for (const happening of all) learn(steady, happening);
        steady.clockSays(minute);
        for (const { timeline } of [stepped, steady])
          expect(timeline.horizonMs).toBeLessThanOrEqual(atMinute(minute + 15));
        const until = atMinute(minute);
        expect(inWords(stepped, until)).toEqual(inWords(steady, until));

        for (const history of [stepped, steady]) history.clockSays(2000);
        expect(inWords(stepped)).toEqual(inWords(steady));
      }),
      { numRuns: 150 },
    );
  });

  it('is the same whether news comes piece by piece or at once', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        const patient = new PatientFixture();
        const all = happeningsOf(patient, life);
        const piecemeal = new RecordedHistory(patient.patientId, rules);
        for (const happening of all) learn(piecemeal, happening);
        piecemeal.untilMinute(2000);
        const atOnce = new RecordedHistory(patient.patientId, rules);
        atOnce.learns({
          sets: all.flatMap((one) => (one.kind === 'set' ? [readingSetOf(one.set)] : [])),
          plans: all.flatMap((one) => (one.kind === 'plan' ? [one.plan] : [])),
          outages: outagesOf(life.outages),
          untilMs: atMinute(2000),
        });
        expect(inWords(atOnce)).toEqual(inWords(piecemeal));
      }),
      { numRuns: 100 },
    );
  });
});
