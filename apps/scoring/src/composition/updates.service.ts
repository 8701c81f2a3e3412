import type { PatientId, Score } from '#libs/contracts';
import { together } from '#libs/database';
import type { TimelineUpdate } from '#libs/timeline';
import type { PoolClient } from 'pg';
import { type EventChange, scoreChanges, type TrendUpdate } from '../outgoing-events/event-changes.ts';
import type {
  EventChanges,
  Outgoing,
  OutgoingEventsService,
  SaveFacts,
} from '../outgoing-events/outgoing-events.service.ts';
import type { PublishedEvent } from '../outgoing-events/revisions.ts';
import { trendRequests } from '../trends/trend-requests.ts';
import type { TrendHistory, TrendNews, TrendsService } from '../trends/trends.service.ts';
import type { HistoriesService } from './histories.service.ts';
import type { ChangedEntry } from './history-entries.store.ts';
import { requestsAfter, type RequestsAfter } from './open-requests.ts';
import { type LockedStates, type MovedState, PatientStatesStore } from './patient-states.store.ts';

/** What a batch comes to, once it is committed. */
export interface SavedUpdates {
  readonly events: EventChanges;
  readonly outgoing: Outgoing;
  /** Whose version the commit raises. */
  readonly moved: ReadonlySet<PatientId>;
}

export interface UpdatesParts {
  readonly histories: HistoriesService;
  readonly outgoingEvents: OutgoingEventsService;
  readonly trends: TrendsService;
}

export interface UpdateFacts extends SaveFacts {
  readonly states: LockedStates;
  /** The newest change of outages that the updates were worked out with. */
  readonly outageNumber: number;
  /** Writes due times even where nothing changed: something was due, and has been dealt with. */
  readonly exactly: boolean;
}

/** The scores that stand, from when on histories may have differed, by patient and time. */
type ScoresByTime = ReadonlyMap<PatientId, ReadonlyMap<number, Score>>;

/** Updates, those that changed something, and the scores that come of them. */
interface ScoredUpdates {
  readonly updates: readonly TimelineUpdate[];
  readonly changed: readonly TimelineUpdate[];
  readonly scores: readonly EventChange<Score>[];
  readonly scoresNow: ScoresByTime;
}

/**
 * Compares the histories that a batch has changed with what was published of them, from when on they may differ, and stores
 * what is new: entries, scores, signals, requests, and the state of the patients. What lies after everything that was worked
 * out before needs no comparing and so nothing to be read, which is how nearly all readings come.
 */
export class UpdatesService {
  readonly #parts: UpdatesParts;
  readonly #states = new PatientStatesStore();

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
  }

  async save(client: PoolClient, updates: readonly TimelineUpdate[], facts: UpdateFacts): Promise<SavedUpdates> {
    const { histories } = this.#parts;
    const changed = updates.filter((update) => update.changed);
    const decided = await this.#decideScores(client, changed);
    // What follows from the scores does not wait until their entries are stored.
    const [, saved] = await together([
      histories.save(client, {
        changed: changedEntries(updates, decided.scores),
        removed: updates.flatMap(({ patientId, removedMs }) => removedMs.map((atMs) => ({ patientId, atMs }))),
        knownAt: facts.knownAt,
      }),
      this.#follow(client, { updates, changed, ...decided }, facts),
    ]);
    return saved;
  }

  /** Decides and stores what follows from the scores: trends, requests, signals, and the states of the patients. */
  async #follow(
    client: PoolClient,
    { updates, changed, scores, scoresNow }: ScoredUpdates,
    facts: UpdateFacts,
  ): Promise<SavedUpdates> {
    const { states, exactly } = facts;
    const { outgoingEvents, trends } = this.#parts;
    const scored = new Set(scores.map(({ event }) => event.patientId));
    const news = changed.map((update) =>
      trendNewsOf(update, { trendDueMs: states.of(update.patientId).trendDueMs, scored, scoresNow }),
    );
    const trendHistories = new Map((await trends.observe(client, news)).map((one) => [one.patientId, one]));
    const trendUpdates = trendUpdatesOf(changed, trendHistories);
    const requests = new Map(
      changed.map((update) => {
        const { patientId } = update;
        return [patientId, requestsAfter(states.of(patientId).openRequests, update, trendUpdates.get(patientId))];
      }),
    );
    const earlier = scoresByTime(await this.#parts.histories.scoresAt(client, earlierPoints(changed)), []);
    const conditions = await outgoingEvents.conditions(client, changed, {
      trends: trendUpdates,
      answered: new Map([...requests].map(([patientId, { answered }]) => [patientId, answered])),
      scoreAt: (patientId, atMs) => scoresNow.get(patientId)?.get(atMs) ?? earlier.get(patientId)?.get(atMs),
    });
    const events = { scores, ...conditions };
    const moved = updates
      .filter((update) => exactly || update.changed || update.retractions.length > 0)
      .map((update) => movedOf(update, { facts, requests, trends: trendHistories.get(update.patientId) }));
    const [outgoing] = await together([
      outgoingEvents.save(client, events, facts),
      moved.length > 0 && this.#states.move(client, moved, facts),
    ]);
    return { events, outgoing, moved: new Set(moved.map(({ patientId }) => patientId)) };
  }

  async #decideScores(
    client: PoolClient,
    changed: readonly TimelineUpdate[],
  ): Promise<Pick<ScoredUpdates, 'scores' | 'scoresNow'>> {
    const published = await this.#parts.histories.scoresSince(
      client,
      changed.filter(({ isNews }) => !isNews),
    );
    const byPatient = Map.groupBy(published, ({ event }) => event.patientId);
    const scores = changed.flatMap((update) => scoreChanges(update, byPatient.get(update.patientId) ?? []));
    return { scores, scoresNow: scoresByTime(published, scores) };
  }
}

/** What trends change and ask for, with what is known by now of answers. */
function trendUpdatesOf(
  updates: readonly TimelineUpdate[],
  histories: ReadonlyMap<PatientId, TrendHistory>,
): ReadonlyMap<PatientId, TrendUpdate> {
  const found = new Map<PatientId, TrendUpdate>();
  for (const { patientId, timeline } of updates) {
    const history = histories.get(patientId);
    if (history === undefined) continue;
    const { fromMs, changes, doubts } = history;
    const known = timeline.newest?.known ?? new Map<never, never>();
    const requests = doubts.length === 0 ? [] : trendRequests(doubts, { plans: timeline.plans, known });
    found.set(patientId, { fromMs, changes, requests });
  }
  return found;
}

/** What may move the patient's trends: readings, scores, another plan, and the time at which a level changes by itself. */
function trendNewsOf(
  update: TimelineUpdate,
  facts: { readonly trendDueMs: number; readonly scored: ReadonlySet<PatientId>; readonly scoresNow: ScoresByTime },
): TrendNews {
  const { patientId, timeline, fromMs, previousHorizonMs, planFromMs, entries, retractions, isNews } = update;
  const { horizonMs } = timeline;
  const points = [...(facts.scoresNow.get(patientId) ?? [])].map(([atMs, { total }]) => ({ atMs, total }));
  const movesFromMs = Math.min(previousHorizonMs, horizonMs) + 1;
  const moves = facts.trendDueMs <= horizonMs || update.jumps;
  const alsoFromMs = Math.min(planFromMs, moves ? movesFromMs : Infinity);
  return {
    patientId,
    plans: timeline.plans,
    readings: entries.flatMap(({ taken }) => taken),
    retracts: retractions,
    ...(facts.scored.has(patientId) ? { scores: { fromMs, points, news: isNews } } : {}),
    ...(alsoFromMs === Infinity ? {} : { alsoFromMs }),
    horizonMs,
  };
}

function movedOf(
  { timeline, patientId, retractions }: TimelineUpdate,
  after: {
    readonly facts: UpdateFacts;
    readonly requests: ReadonlyMap<PatientId, RequestsAfter>;
    readonly trends: TrendHistory | undefined;
  },
): MovedState {
  const { facts, requests, trends } = after;
  const before = facts.states.of(patientId);
  const trendDueMs = trends === undefined ? before.trendDueMs : (trends.dueAtMs ?? Infinity);
  return {
    patientId,
    horizonMs: timeline.horizonMs,
    furthestMs: timeline.furthestMs,
    dueMs: Math.min(timeline.nextDueMs() ?? Infinity, trendDueMs),
    trendDueMs,
    openRequests: requests.get(patientId)?.open ?? before.openRequests,
    retracted: [
      ...before.retracted,
      ...retractions.map(({ observationId }) => [observationId, Date.parse(facts.knownAt)] as const),
    ],
  };
}

/** One row an entry: what was taken then, as far as that is new, with what is published of its score. */
function changedEntries(
  updates: readonly TimelineUpdate[],
  scores: readonly EventChange<Score>[],
): readonly ChangedEntry[] {
  const rows = new Map<string, ChangedEntry>();
  for (const { patientId, entries } of updates) {
    for (const entry of entries) {
      rows.set(keyOf(patientId, entry.atMs), { patientId, atMs: entry.atMs, entry, score: undefined });
    }
  }
  for (const { event, atMs, causedBy } of scores) {
    const { patientId } = event;
    const entry = rows.get(keyOf(patientId, atMs))?.entry;
    rows.set(keyOf(patientId, atMs), { patientId, atMs, entry, score: { event, causedBy } });
  }
  return [...rows.values()];
}

const keyOf = (patientId: PatientId, atMs: number): string => `${patientId} ${String(atMs)}`;

/** Scores from before an update, to which something in it is put down: an admission measures nothing. */
function earlierPoints(
  updates: readonly TimelineUpdate[],
): readonly { readonly patientId: PatientId; readonly atMs: number }[] {
  return updates.flatMap(({ patientId, fromMs, history }) =>
    history.changes.flatMap(({ point }) =>
      point !== null && point.atMs < fromMs ? [{ patientId, atMs: point.atMs }] : [],
    ),
  );
}

function scoresByTime(
  published: readonly PublishedEvent<Score>[],
  changes: readonly EventChange<Score>[],
): ScoresByTime {
  const scoresNow = new Map<PatientId, Map<number, Score>>();
  for (const { event } of [...published, ...changes]) {
    const ofPatient = scoresNow.get(event.patientId) ?? new Map<number, Score>();
    scoresNow.set(event.patientId, ofPatient);
    const atMs = Date.parse(event.at);
    if (event.withdrawn) ofPatient.delete(atMs);
    else ofPatient.set(atMs, event);
  }
  return scoresNow;
}
