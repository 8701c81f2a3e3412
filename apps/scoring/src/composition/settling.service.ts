import type { Instant, PatientId, Score } from '#libs/contracts';
import type { History } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type {
  ChangedHistory,
  ChangedTrends,
  Outgoing,
  TellingService,
  Told,
  ToldEvents,
} from '../telling/telling.service.ts';
import type { TrendHistory, TrendNews, TrendsService } from '../trends/trends.service.ts';
import type { HistoriesService } from './histories.service.ts';
import type { ChangedMoment, StoredScore } from './moments.store.ts';
import { type OpenAsk, openAsksAfter } from './open-asks.ts';
import type { PatientChanges } from './patient-changes.ts';
import { type LockedStandings, type MovedStanding, type Standing, StandingsStore } from './standings.store.ts';

/** What a batch comes to, once it is committed. */
export interface Settled {
  readonly told: ToldEvents;
  readonly outgoing: Outgoing;
  /** Whose version the commit raises. */
  readonly moved: ReadonlySet<PatientId>;
}

export interface SettlingParts {
  readonly histories: HistoriesService;
  readonly telling: TellingService;
  readonly trends: TrendsService;
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
  readonly #parts: SettlingParts;
  readonly #standings = new StandingsStore();

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  /** @param exactly writes due times even where nothing changed: something was due, and has been dealt with. */
  async settle(
    client: PoolClient,
    batch: readonly PatientChanges[],
    { standings, knownAt, exactly }: SettlingFacts,
  ): Promise<Settled> {
    const { telling, trends } = this.#parts;
    const unsettled = batch.filter(({ changed }) => changed).map((changes) => unsettledOf(changes, standings));
    const stretches = unsettled.map(({ history }) => history);
    const { scores, standing } = await this.#scores(client, { batch, stretches, knownAt });
    const scored = new Set(scores.map(({ event }) => event.patientId));
    const news = unsettled.map((one) =>
      trendNewsOf(one, { trendDueMs: standings.of(one.changes.patientId).trendDueMs, scored, standing }),
    );
    const trendHistories = new Map((await trends.observe(client, news)).map((one) => [one.patientId, one]));
    const earlier = standingScores(await this.#parts.histories.scoresAt(client, earlierPoints(stretches)), []);
    const conditions = await telling.conditions(client, stretches, {
      trends: trendHistories satisfies ReadonlyMap<PatientId, ChangedTrends>,
      scoreAt: (patientId, atMs) => standing.get(patientId)?.get(atMs) ?? earlier.get(patientId)?.get(atMs),
    });
    const told = { scores, ...conditions };
    const outgoing = await telling.save(client, told, knownAt);
    const openAsks = new Map(unsettled.map((one) => [one.changes.patientId, one.openAsks]));
    const moved = batch
      .filter(({ changed, retractions }) => exactly || changed || retractions.length > 0)
      .map((changes) =>
        movedOf(changes, {
          before: standings.of(changes.patientId),
          openAsks: openAsks.get(changes.patientId),
          trends: trendHistories.get(changes.patientId),
        }),
      );
    if (moved.length > 0) await this.#standings.move(client, moved, { exactly });
    return { told, outgoing, moved: new Set(moved.map(({ patientId }) => patientId)) };
  }

  /** Decides and stores scores, together with what was taken at their moments. */
  async #scores(
    client: PoolClient,
    {
      batch,
      stretches,
      knownAt,
    }: {
      readonly batch: readonly PatientChanges[];
      readonly stretches: readonly ChangedHistory[];
      readonly knownAt: Instant;
    },
  ): Promise<{ readonly scores: readonly Told<Score>[]; readonly standing: StandingScores }> {
    const { histories, telling } = this.#parts;
    const retold = stretches.filter(({ fromMs, toldUpToMs }) => fromMs <= toldUpToMs);
    const kept = await histories.scoresSince(client, retold);
    const scores = telling.scores(stretches, kept);
    await histories.save(client, {
      changed: changedMoments(batch, scores),
      removed: batch.flatMap(({ patientId, removedMs }) => removedMs.map((atMs) => ({ patientId, atMs }))),
      knownAt,
    });
    return { scores, standing: standingScores(kept, scores) };
  }
}

interface SettlingFacts {
  readonly standings: LockedStandings;
  readonly knownAt: Instant;
  readonly exactly: boolean;
}

/** The scores that stand, from when on histories may have differed, by patient and moment. */
type StandingScores = ReadonlyMap<PatientId, ReadonlyMap<number, Score>>;

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

/** What may move the patient's trends: readings, scores, another plan, and the time at which a level changes by itself. */
function trendNewsOf(
  { changes }: Unsettled,
  facts: { readonly trendDueMs: number; readonly scored: ReadonlySet<PatientId>; readonly standing: StandingScores },
): TrendNews {
  const { patientId, timeline, fromMs, toldUpToMs, planFromMs, moments, retractions, isNews } = changes;
  const { horizonMs } = timeline;
  const points = [...(facts.standing.get(patientId) ?? [])].map(([atMs, { total }]) => ({ atMs, total }));
  const alsoFromMs = Math.min(planFromMs, facts.trendDueMs <= horizonMs ? toldUpToMs + 1 : Infinity);
  return {
    patientId,
    plans: timeline.plans,
    readings: moments.flatMap(({ taken }) => taken),
    retracts: retractions,
    ...(facts.scored.has(patientId) ? { scores: { fromMs, points, news: isNews } } : {}),
    ...(alsoFromMs === Infinity ? {} : { alsoFromMs }),
    horizonMs,
  };
}

function movedOf(
  { timeline, patientId, retracted }: PatientChanges,
  after: {
    readonly before: Standing;
    readonly openAsks: readonly OpenAsk[] | undefined;
    readonly trends: TrendHistory | undefined;
  },
): MovedStanding {
  const { before, openAsks, trends } = after;
  const trendDueMs = trends === undefined ? before.trendDueMs : (trends.dueAtMs ?? Infinity);
  return {
    patientId,
    horizonMs: timeline.horizonMs,
    dueMs: Math.min(timeline.nextDueMs() ?? Infinity, trendDueMs),
    trendDueMs,
    openAsks: openAsks ?? before.openAsks,
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

/** Scores from before the time that is told anew, to which something in it is put down: an admission measures nothing. */
function earlierPoints(
  stretches: readonly ChangedHistory[],
): readonly { readonly patientId: PatientId; readonly atMs: number }[] {
  return stretches.flatMap(({ patientId, fromMs, changes }) =>
    changes.flatMap(({ point }) => (point !== null && point.atMs < fromMs ? [{ patientId, atMs: point.atMs }] : [])),
  );
}

function standingScores(kept: readonly StoredScore[], told: readonly Told<Score>[]): StandingScores {
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
