import type { MonitoringPlan } from '#libs/contracts';
import { instant, PauseId, derivedId } from '#libs/contracts';
import fc from 'fast-check';
import { knownFromJson, knownToJson } from './known-json.ts';
import { type Change, PatientTimeline, type ReadingMoment } from './patient-timeline.ts';
import { atMinute, cause, PatientStory, testRules } from './patient-story.builder.ts';
import type { TakenReading } from './reading.ts';
import { scoreEvent } from './score-event.ts';

const rules = testRules();

interface Told {
  readonly atMs: number;
  readonly text: string;
}

/** Keeps what it is told and forgets nothing, as the service's tables do; the timeline itself remembers next to nothing. */
class Ledger {
  readonly #moments = new Map<number, ReadingMoment>();
  #told: Told[] = [];
  readonly #timeline: PatientTimeline;

  constructor(story: PatientStory) {
    const options = { patientId: story.patientId, rules, plans: [], latenessHours: 24 };
    this.#timeline = new PatientTimeline({ ...options, moments: [], fromTheBeginning: true, horizonMs: -Infinity });
  }

  takes(readings: readonly TakenReading[]): void {
    this.#reach(Math.min(...readings.map(({ takenAtMs }) => takenAtMs)));
    this.#keep(this.#timeline.add({ readings, retracts: [] }, cause('a set')));
  }

  retracts(reading: TakenReading): void {
    this.#reach(reading.takenAtMs);
    this.#keep(this.#timeline.add({ readings: [], retracts: [reading] }, cause('a retraction')));
  }

  follows(plan: MonitoringPlan): void {
    this.#reach(this.#timeline.reachOf(plan));
    this.#keep(this.#timeline.follow(plan, cause('a plan')));
  }

  untilMinute(minute: number): void {
    this.#keep(this.#timeline.advance(atMinute(minute)));
  }

  get story(): readonly string[] {
    return this.#told.map(({ text }) => text).sort();
  }

  #reach(atMs: number): void {
    if (this.#timeline.reachesBackTo(atMs)) return;
    const all = [...this.#moments.values()].sort((one, other) => one.atMs - other.atMs);
    const from = all.findLastIndex((moment) => moment.atMs < atMs);
    const moments = all
      .slice(Math.max(0, from))
      .map((moment) => ({ ...moment, known: knownFromJson(structuredClone(knownToJson(moment.known))) }));
    this.#timeline.recall({ moments, fromTheBeginning: from <= 0 });
  }

  #keep({ fromMs, news, moments, removed }: Change): void {
    for (const atMs of removed) this.#moments.delete(atMs);
    for (const moment of moments) this.#moments.set(moment.atMs, moment);
    if (fromMs !== undefined) {
      const stays = this.#told.filter(({ atMs }) => atMs < fromMs);
      if (news) expect(stays).toHaveLength(this.#told.length);
      this.#told = [...stays, ...this.#toldFrom(fromMs)];
    }
    this.#timeline.keepNewest(1);
  }

  #toldFrom(fromMs: number): Told[] {
    const { scores, changes, asks } = this.#timeline.historyFrom(fromMs);
    const { patientId } = this.#timeline;
    return [
      ...scores.map((point) => {
        const score = scoreEvent(point, { patientId, revision: 1, late: false, cause: cause('any') });
        return { atMs: point.atMs, text: `score ${JSON.stringify(score)}` };
      }),
      ...changes.map(({ point: _point, ...change }) => ({
        atMs: change.atMs,
        text: `level ${JSON.stringify(change)}`,
      })),
      // Whether somebody has answered is told of those who were asked in the period only.
      ...asks.map(({ answered: _answered, ...ask }) => ({ atMs: ask.atMs, text: `ask ${JSON.stringify(ask)}` })),
    ];
  }
}

type Happening =
  | { readonly kind: 'reading'; readonly readings: readonly TakenReading[] }
  | { readonly kind: 'retraction'; readonly of: TakenReading }
  | { readonly kind: 'plan'; readonly plan: MonitoringPlan };

const aReading = fc.record({
  minute: fc.integer({ min: 0, max: 600 }),
  values: fc.record(
    {
      'pulse-rate': fc.constantFrom(38, 70, 105, 134),
      'oxygen-saturation': fc.constantFrom(85, 90, 93, 97),
      'respiration-rate': fc.constantFrom(16, 22, 26),
      'systolic-pressure': fc.constantFrom(85, 95, 120),
      'supplemental-oxygen': fc.boolean(),
      'blood-glucose': fc.constantFrom(3, 6),
    },
    { requiredKeys: [] },
  ),
  poor: fc.boolean(),
  retracted: fc.boolean(),
});

const aPlanChange = fc.record({
  minute: fc.integer({ min: 1, max: 600 }),
  excluded: fc.boolean(),
  onWard: fc.boolean(),
  scale2: fc.boolean(),
  paused: fc.boolean(),
  dueEvery: fc.constantFrom(undefined, 60, 120),
});

const aStory = fc.record({
  readings: fc.array(aReading, { maxLength: 12 }),
  plans: fc.array(aPlanChange, { maxLength: 3 }),
});

type Description = typeof aStory extends fc.Arbitrary<infer Described> ? Described : never;

function told(story: PatientStory, { readings, plans }: Description) {
  const taken = readings.flatMap(({ minute, values, poor, retracted }): Happening[] => {
    const set = story.reads(minute, values, poor ? { perfusionIndex: 0.1 } : undefined);
    const [first] = set;
    if (first === undefined) return [];
    const all: Happening[] = [{ kind: 'reading', readings: set }];
    return retracted ? [...all, { kind: 'retraction', of: first }] : all;
  });
  const planned = [...plans]
    .sort((one, other) => one.minute - other.minute)
    .map(({ minute, excluded, onWard, scale2, paused, dueEvery }): Happening => {
      const plan = story.plan(minute, {
        exclusion: excluded ? 'pregnant' : null,
        oxygenScale: scale2 ? story.scale2(minute - 30, minute + 120) : null,
        dueEveryMinutes: dueEvery === undefined ? {} : { 'pulse-rate': dueEvery },
        pauses: paused
          ? [
              {
                id: PauseId.parse(derivedId('test-pause', String(minute))),
                reason: 'away',
                from: instant(atMinute(minute)),
                until: instant(atMinute(minute + 90)),
                decidedBy: 'a nurse',
              },
            ]
          : [],
      });
      return { kind: 'plan', plan: onWard ? plan : { ...plan, stay: null } };
    });
  return [{ kind: 'plan' as const, plan: { ...story.plan(0), revision: 0 } }, ...taken, ...planned];
}

function tell(ledger: Ledger, happening: Happening): void {
  if (happening.kind === 'reading') ledger.takes(happening.readings);
  else if (happening.kind === 'retraction') ledger.retracts(happening.of);
  else ledger.follows(happening.plan);
}

describe('a history that is told as it comes', () => {
  it('is the same in the end, whatever came first, twice or late, and however far time had come meanwhile', () => {
    fc.assert(
      fc.property(aStory, fc.infiniteStream(fc.nat()), (description, random) => {
        const story = new PatientStory();
        const all = told(story, description);
        const inOrder = new Ledger(story);
        for (const happening of all) tell(inOrder, happening);
        inOrder.untilMinute(2000);

        const next = (): number => Number(random.next().value);
        const shuffled = new Ledger(story);
        const repeated = all.filter(() => next() % 3 === 0);
        // What is retracted before it comes is for the service to remember: here a retraction follows its reading.
        const order = [...all, ...repeated]
          .map((happening) => ({ happening, place: next() }))
          .sort((one, other) => one.place - other.place)
          .map(({ happening }) => happening)
          .sort((one, other) => Number(one.kind === 'retraction') - Number(other.kind === 'retraction'));
        for (const happening of order) {
          tell(shuffled, happening);
          if (next() % 4 === 0) shuffled.untilMinute(next() % 700);
        }
        shuffled.untilMinute(2000);
        expect(shuffled.story).toEqual(inOrder.story);
      }),
      { numRuns: 300 },
    );
  });
});
