import type { Instant, PatientId, Score } from '#libs/contracts';
import type { History } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type { ChangedHistory, Outgoing, TellingService, Told, ToldEvents } from '../telling/telling.service.ts';
import type { HistoriesService } from './histories.service.ts';
import type { ChangedMoment, StoredScore } from './moments.store.ts';
import { type OpenAsk, openAsksAfter } from './open-asks.ts';
import type { PatientChanges } from './patient-changes.ts';
import { type LockedStandings, type MovedStanding, StandingsStore } from './standings.store.ts';

/** What a batch comes to, once it is committed. */
export interface Settled {
  readonly told: ToldEvents;
  readonly outgoing: Outgoing;
  /** Whose version the commit raises. */
  readonly moved: ReadonlySet<PatientId>;
}

/** A patient whose history may differ from what has been told of it. */
interface Unsettled {
  readonly changes: PatientChanges;
  readonly history: ChangedHistory;
  readonly openAsks: readonly OpenAsk[];
}

/**
 * Compares the histories that a batch has changed with what has been told of them, from when on they may differ, and writes
 * down what is new: moments, scores, signals, requests, and how far the patients stand. What lies after everything that has
 * been told needs no comparing and so nothing to be read, which is how nearly all readings come.
 */
export class SettlingService {
  readonly #histories: HistoriesService;
  readonly #telling: TellingService;
  readonly #standings = new StandingsStore();

  constructor(histories: HistoriesService, telling: TellingService) {
    this.#histories = histories;
    this.#telling = telling;
  }

  /**
   * @param exactly writes due times even where nothing changed: something was due, and has been dealt with.
   */
  async settle(
    client: PoolClient,
    batch: readonly PatientChanges[],
    {
      standings,
      knownAt,
      exactly,
    }: {
      readonly standings: LockedStandings;
      readonly knownAt: Instant;
      readonly exactly: boolean;
    },
  ): Promise<Settled> {
    const unsettled = batch.filter(({ changed }) => changed).map((changes) => unsettledOf(changes, standings));
    const histories = unsettled.map(({ history }) => history);
    const kept = await this.#histories.scoresSince(
      client,
      histories.filter(({ fromMs, toldUpToMs }) => fromMs <= toldUpToMs),
    );
    const scores = this.#telling.scores(histories, kept);
    await this.#histories.save(client, {
      changed: changedMoments(batch, scores),
      removed: batch.flatMap(({ patientId, removedMs }) => removedMs.map((atMs) => ({ patientId, atMs }))),
      knownAt,
    });
    const standing = standingScores(kept, scores);
    const conditions = await this.#telling.conditions(client, histories, {
      trends: new Map(),
      scoreAt: (patientId, atMs) => standing.get(patientId)?.get(atMs),
    });
    const told = { scores, ...conditions };
    const outgoing = await this.#telling.save(client, told, knownAt);
    const openAsks = new Map(unsettled.map((one) => [one.changes.patientId, one.openAsks]));
    const moved = batch
      .filter((changes) => exactly || changes.changed || changes.isRetracting)
      .map((changes) => movedOf(changes, openAsks.get(changes.patientId) ?? standings.of(changes.patientId).openAsks));
    if (moved.length > 0) await this.#standings.move(client, moved, { exactly });
    return { told, outgoing, moved: new Set(moved.map(({ patientId }) => patientId)) };
  }
}

function unsettledOf(changes: PatientChanges, standings: LockedStandings): Unsettled {
  const { timeline, patientId, fromMs, toldUpToMs } = changes;
  const history: History = timeline.historyFrom(fromMs);
  const openStayId = timeline.plan?.stay?.stayId;
  const { answered, open } = openAsksAfter(standings.of(patientId).openAsks, {
    asks: history.asks,
    fromMs,
    known: timeline.newest?.known,
    openStayId,
  });
  return {
    changes,
    openAsks: open,
    history: { patientId, openStayId, fromMs, toldUpToMs, ...history, answered, causes: changes },
  };
}

function movedOf(changes: PatientChanges, openAsks: readonly OpenAsk[]): MovedStanding {
  const { timeline, patientId, retracted } = changes;
  return {
    patientId,
    horizonMs: timeline.horizonMs,
    dueMs: timeline.nextDueMs() ?? Infinity,
    trendDueMs: Infinity,
    openAsks,
    retracted,
  };
}

/** One row a moment: what was taken then, as far as that is new, with what is told of its score. */
function changedMoments(batch: readonly PatientChanges[], scores: readonly Told<Score>[]): readonly ChangedMoment[] {
  const rows = new Map<string, ChangedMoment>();
  for (const { patientId, moments } of batch) {
    for (const moment of moments) {
      rows.set(keyOf(patientId, moment.atMs), { patientId, atMs: moment.atMs, taken: moment, score: undefined });
    }
  }
  for (const { event, text, atMs, causedBy } of scores) {
    const { patientId } = event;
    const taken = rows.get(keyOf(patientId, atMs))?.taken;
    rows.set(keyOf(patientId, atMs), { patientId, atMs, taken, score: { text, causedBy } });
  }
  return [...rows.values()];
}

const keyOf = (patientId: PatientId, atMs: number): string => `${patientId} ${String(atMs)}`;

/** The scores that stand, from when on histories may have differed. */
function standingScores(
  kept: readonly StoredScore[],
  told: readonly Told<Score>[],
): ReadonlyMap<PatientId, ReadonlyMap<number, Score>> {
  const standing = new Map<PatientId, Map<number, Score>>();
  for (const { event } of [...kept, ...told]) {
    const ofPatient = standing.get(event.patientId) ?? new Map<number, Score>();
    standing.set(event.patientId, ofPatient);
    const atMs = Date.parse(event.at);
    if (event.withdrawn) ofPatient.delete(atMs);
    else ofPatient.set(atMs, event);
  }
  return standing;
}
