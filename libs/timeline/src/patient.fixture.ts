import { type ObservationCode, type PathwayFile, news2Chart, type RuleBook, ruleBookOf } from '#libs/clinical';
import {
  derivedId,
  EventId,
  instant,
  type MonitoringPlan,
  ObservationId,
  type ObservationValue,
  PatientId,
  type SignalQuality,
  StayId,
  WardId,
} from '#libs/contracts';
import type { History } from './history.ts';
import { knownFromJson, knownToJson } from './known-json.ts';
import type { Outage } from './outage.ts';
import { type HistoryEntry, PatientTimeline } from './patient-timeline.ts';
import { PlanVersions } from './plan-versions.ts';
import { type News, prepareUpdate } from './prepare-update.ts';
import type { Cause, TakenReading } from './reading.ts';
import type { TimelineUpdate } from './timeline-update.ts';

/** A pathway for tests: NEWS2, one threshold, a ladder, and nothing that begins by itself unless it is asked for. */
export const testPathway = {
  kind: 'pathway',
  id: 'general',
  version: 1,
  title: 'General',
  source: 'made up for tests',
  chart: 'news2-2017',
  exclusion: null,
  measures: [
    { code: 'respiration-rate', everyMinutes: null },
    { code: 'oxygen-saturation', everyMinutes: null },
    { code: 'pulse-rate', everyMinutes: null },
    { code: 'blood-glucose', everyMinutes: null, validForMinutes: 240 },
  ],
  dueByScore: true,
  quality: {
    poorBelowPerfusionIndex: 0.4,
    poorAboveMotion: 0.6,
    poorBelowSignalStrength: 0.3,
    confirmWithinMinutes: 5,
  },
  ladder: [
    { rung: 'ask-device', afterMinutes: 15 },
    { rung: 'ask-patient', afterMinutes: 30 },
    { rung: 'task', afterMinutes: 60 },
    { rung: 'welfare-check', afterMinutes: 120 },
  ],
  thresholds: [
    { id: 'glucose-low', code: 'blood-glucose', direction: 'below', limit: 4, tier: 'medium', reason: 'hypoglycaemia' },
  ],
  trends: [],
  escalation: { alertAtMost: 'high' },
} satisfies PathwayFile;

export function testRules(...pathways: readonly PathwayFile[]): RuleBook {
  const files = [news2Chart.file, ...(pathways.length === 0 ? [testPathway] : pathways)];
  return ruleBookOf(files.map((json) => ({ name: `${json.id}.json`, json })));
}

/** A complete set of values that scores 0. */
export const well = {
  'respiration-rate': 16,
  'oxygen-saturation': 97,
  'supplemental-oxygen': false,
  'systolic-pressure': 120,
  'pulse-rate': 70,
  consciousness: 'A',
  temperature: 37,
} as const;

/** As ill as the high tier asks for: NEWS2 9 with what is well of the rest. */
export const shocked = { ...well, 'respiration-rate': 26, 'systolic-pressure': 85, 'pulse-rate': 134 } as const;

export type Values = Readonly<Partial<Record<ObservationCode, ObservationValue>>>;

const noonMs = Date.UTC(2026, 10, 21, 12);

export function atMinute(minute: number): number {
  return noonMs + minute * 60_000;
}

/** Minutes after noon, by which tests count time. */
export function minuteOf(atMs: number): number {
  return (atMs - noonMs) / 60_000;
}

/** One patient's readings and plans, in minutes after noon. The same name is the same patient. */
export class PatientFixture {
  readonly patientId: PatientId;
  readonly stayId: StayId;
  #sets = 0;
  #plans = 0;

  constructor(readonly name = 'a patient') {
    this.patientId = PatientId.parse(derivedId('test-patient', name));
    this.stayId = StayId.parse(derivedId('test-stay', name));
  }

  /** One set of readings, taken at one minute. */
  reads(minute: number, values: Values, quality?: SignalQuality): readonly TakenReading[] {
    this.#sets += 1;
    const set = String(this.#sets);
    // The keys of the record are codes.
    return (Object.entries(values) as [ObservationCode, ObservationValue][]).map(([code, value]) => ({
      observationId: ObservationId.parse(derivedId('test-observation', this.name, set, code)),
      code,
      value,
      takenAt: instant(atMinute(minute)),
      takenAtMs: atMinute(minute),
      quality,
    }));
  }

  /** The next revision of the plan: on a ward from noon on, with nothing decided, unless it is said otherwise. */
  plan(minute: number, changes: Partial<MonitoringPlan> = {}): MonitoringPlan {
    this.#plans += 1;
    return {
      patientId: this.patientId,
      revision: this.#plans,
      stay: {
        stayId: this.stayId,
        wardId: WardId.parse(derivedId('test-ward', 'one')),
        pathway: 'general',
        admittedAt: instant(atMinute(0)),
      },
      oxygenScale: null,
      exclusion: null,
      scoredFrom: null,
      ruleSet: { id: 'general', version: 1 },
      monitoring: 'intermittent',
      validityMinutes: {},
      dueEveryMinutes: {},
      thresholds: [],
      ceilingOfCare: null,
      pauses: [],
      latenessHours: 24,
      measures: [],
      changedAt: instant(atMinute(minute)),
      ...changes,
    };
  }

  /** A prescription of scale 2 from one minute until another. */
  scale2(fromMinute: number, reviewMinute: number): MonitoringPlan['oxygenScale'] {
    return {
      scale: 2,
      prescribedBy: prescriber,
      reason: 'hypercapnic respiratory failure',
      prescribedAt: instant(atMinute(fromMinute)),
      reviewAt: instant(atMinute(reviewMinute)),
    };
  }

  history(rules: RuleBook = testRules()): RecordedHistory {
    return new RecordedHistory(this.patientId, rules);
  }
}

export const prescriber = { id: 'p-1', name: 'a prescriber' };

const neverMind: Cause = { id: EventId.parse(derivedId('test-cause', 'any')), receivedAt: instant(atMinute(0)) };

/**
 * A history that is worked out as news comes, as the service does it: the timeline itself remembers its newest entry only,
 * everything else is stored as JSON.
 */
export class RecordedHistory {
  readonly #entries = new Map<number, { readonly entry: HistoryEntry; readonly known: string }>();
  #timeline: PatientTimeline;
  #history: History = { scores: [], changes: [], requests: [] };

  constructor(patientId: PatientId, rules: RuleBook) {
    const plans = new PlanVersions([], rules);
    this.#timeline = new PatientTimeline({ patientId, plans, newest: undefined, horizonMs: -Infinity });
  }

  get timeline(): PatientTimeline {
    return this.#timeline;
  }

  /** Everything that was worked out and stands. */
  get history(): History {
    return this.#history;
  }

  /** Adds readings as one set. */
  takes(readings: readonly TakenReading[]): TimelineUpdate {
    return this.learns({ sets: [{ cause: neverMind, readings, retracts: [] }] });
  }

  retracts(...retracts: readonly TakenReading[]): TimelineUpdate {
    return this.learns({ sets: [{ cause: neverMind, readings: [], retracts }] });
  }

  follows(plan: MonitoringPlan): TimelineUpdate {
    return this.learns({ plans: [plan] });
  }

  hearsOf(...outages: readonly Outage[]): TimelineUpdate {
    return this.learns({ outages });
  }

  untilMinute(minute: number): TimelineUpdate {
    return this.learns({ untilMs: atMinute(minute) });
  }

  learns(news: News): TimelineUpdate {
    const prepared = prepareUpdate(this.#timeline, news);
    const { needsFromMs } = prepared;
    const update = needsFromMs === undefined ? prepared.apply() : prepared.apply(this.#entriesFrom(needsFromMs));
    for (const atMs of update.removedMs) this.#entries.delete(atMs);
    for (const entry of update.entries) {
      this.#entries.set(entry.atMs, { entry, known: JSON.stringify(knownToJson(entry.known)) });
    }
    const { fromMs, history } = update;
    const stands = ({ atMs }: { readonly atMs: number }): boolean => atMs < fromMs;
    this.#history = {
      scores: [...this.#history.scores.filter(stands), ...history.scores],
      changes: [...this.#history.changes.filter(stands), ...history.changes],
      requests: [...this.#history.requests.filter(stands), ...history.requests],
    };
    this.#timeline = update.timeline;
    return update;
  }

  /** Every change of level: `[minute, condition, tier, because]`. */
  get levels(): readonly (readonly [number, string, string, string])[] {
    return this.#history.changes.map(
      ({ atMs, condition, tier, because }) => [minuteOf(atMs), condition, tier, because] as const,
    );
  }

  /** Every score: `[minute, because, how many parameters count]`. */
  get scores(): readonly (readonly [number, string, number])[] {
    return this.#history.scores.map(
      ({ atMs, because, composition }) =>
        [minuteOf(atMs), because, composition.valid.toString(2).replaceAll('0', '').length] as const,
    );
  }

  /** Every request: `[minute, who is asked, why, codes]`. */
  get requests(): readonly (readonly [number, string, string, string])[] {
    return this.#history.requests.map(
      ({ atMs, asks, why, codes }) => [minuteOf(atMs), asks, why, codes.join(' ')] as const,
    );
  }

  #entriesFrom(atMs: number): readonly HistoryEntry[] {
    const all = [...this.#entries.values()].sort((one, other) => one.entry.atMs - other.entry.atMs);
    const from = all.findLastIndex(({ entry }) => entry.atMs < atMs);
    // As it was stored.
    return all.slice(Math.max(0, from)).map(({ entry, known }) => ({
      ...entry,
      known: knownFromJson(JSON.parse(known) as ReturnType<typeof knownToJson>),
    }));
  }
}
