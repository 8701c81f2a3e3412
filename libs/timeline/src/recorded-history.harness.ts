import type { RuleBook } from '#libs/clinical';
import { type MonitoringPlan, type ObservationId, type ObservationSetRecorded, type PatientId } from '#libs/contracts';
import { aPathway, noon, PatientFixture, testRules } from '#libs/fixtures';
import type { History } from './history.ts';
import { knownFromJson, type KnownJson, knownToJson } from './known-json.ts';
import type { Outage } from './outage.ts';
import { type HistoryEntry, PatientTimeline } from './patient-timeline.ts';
import { PlanVersions } from './plan-versions.ts';
import { type News, prepareUpdate, type Present } from './prepare-update.ts';
import { readingSetOf } from './reading.ts';
import type { TimelineUpdate } from './timeline-update.ts';

/** One pathway on which the last score may ask for the next measurement. */
export const dueByScore = testRules(aPathway({ dueByScore: true }));

const patient = new PatientFixture();

export function atMinute(minute: number): number {
  return patient.msAt(minute);
}

/** Minutes after noon, by which tests count time. */
export function minuteOf(atMs: number): number {
  return (atMs - noon) / 60_000;
}

/**
 * A history that is worked out as news comes, as the service does it: the timeline itself remembers its newest entry only,
 * and the retractions; everything else is stored, as JSON.
 */
export class RecordedHistory {
  readonly #entries = new Map<number, { readonly entry: HistoryEntry; readonly known: string }>();
  readonly #retracted: ObservationId[] = [];
  #timeline: PatientTimeline;
  #history: History = { scores: [], changes: [], requests: [] };
  #present: Present | undefined;

  constructor(patientId: PatientId, rules: RuleBook = dueByScore) {
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

  takes(...sets: readonly ObservationSetRecorded[]): TimelineUpdate {
    return this.learns({ sets: sets.map(readingSetOf) });
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

  /** From now on the clock says so, whatever it said before; devices may be a quarter of an hour ahead. */
  clockSays(minute: number): TimelineUpdate {
    this.#present = { nowMs: atMinute(minute), latestMs: atMinute(minute + 15) };
    return this.untilMinute(minute);
  }

  learns(news: News): TimelineUpdate {
    const present = this.#present;
    const prepared = prepareUpdate(this.#timeline, { ...news, retracted: this.#retracted, present });
    const { needsFromMs } = prepared;
    const update = needsFromMs === undefined ? prepared.apply() : prepared.apply(this.#entriesFrom(needsFromMs));
    this.#retracted.push(...update.retractions.map(({ observationId }) => observationId));
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
    return all.slice(Math.max(0, from)).map(({ entry, known }) => {
      // It was written by `knownToJson`.
      return { ...entry, known: knownFromJson(JSON.parse(known) as KnownJson) };
    });
  }
}
