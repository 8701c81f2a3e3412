import { type Tier } from '#libs/clinical';
import {
  type EventId,
  instant,
  type Instant,
  kindOfCondition,
  type MeasurementRequest,
  type PatientId,
  requestId,
  type Score,
  type Signal,
  signalId,
  type StayId,
} from '#libs/contracts';
import { type Ask, type Cause, type LevelChange, scoreEvent, type ScorePoint } from '#libs/timeline';
import { requestEvent } from './request-event.ts';
import { type Kept, revise, type Revised, type Telling } from './revisions.ts';
import { isHistory, signalEvent } from './signal-event.ts';

/** What an event is put down to, and whether that comes again until its effects are known to be on the log. */
export interface CauseOfEvents {
  readonly cause: Cause;
  readonly comesAgain: boolean;
}

/** A patient's history from when on it may differ from what has been told. */
export interface ChangedHistory {
  readonly patientId: PatientId;
  /** What concerns another stay is kept and does not go out. */
  readonly openStayId: StayId | undefined;
  readonly fromMs: number;
  /** Up to when everything had been told before; what lies later is news. */
  readonly toldUpToMs: number;
  readonly scores: readonly ScorePoint[];
  /** Of every condition but trends. */
  readonly changes: readonly LevelChange[];
  readonly asks: readonly Ask[];
  /** Open requests from before `fromMs` that are answered now. */
  readonly answered: readonly EventId[];
  readonly causes: {
    /** Of what happened at a moment. */
    at(atMs: number): CauseOfEvents;
    /** Of what the batch changes about something that lies before everything it touches. */
    readonly last: CauseOfEvents;
    /** Whether what is new about a moment came after a newer moment was known. */
    isLate(atMs: number): boolean;
    /** Whether the batch took a reading at the moment. */
    isTakenAt(atMs: number): boolean;
  };
}

/** Changes of a patient's trends, and from when on these are all there are. */
export interface ChangedTrends {
  readonly fromMs: number;
  readonly changes: readonly LevelChange[];
}

export interface KeptEvent<Event> extends Kept<Event> {
  readonly knownAt: Instant;
}

/** An event that has to be told, and kept. */
export interface Told<Event> {
  readonly event: Event;
  readonly text: string;
  readonly atMs: number;
  readonly causedBy: EventId;
  readonly comesAgain: boolean;
  /** Whether it goes out. */
  readonly goesOut: boolean;
  readonly replaced: KeptEvent<Event> | undefined;
}

/** The scores to be told of a patient. */
export function scoresToTell(changed: ChangedHistory, kept: readonly KeptEvent<Score>[]): readonly Told<Score>[] {
  const { patientId, causes } = changed;
  const telling: Telling<ScorePoint, Score, KeptEvent<Score>> = {
    again: (point, { event: { revision, late, causedBy, receivedAt } }) =>
      scoreEvent(point, { patientId, revision, late, cause: { id: causedBy, receivedAt } }),
    now: (point, before) => {
      const { atMs } = point;
      const keepsLate = before !== undefined && !before.event.withdrawn && !causes.isTakenAt(atMs);
      return scoreEvent(point, {
        patientId,
        revision: (before?.event.revision ?? 0) + 1,
        late: keepsLate ? before.event.late : causes.isLate(atMs),
        cause: causes.at(atMs).cause,
      });
    },
    takenBack: ({ event }) => {
      if (event.withdrawn) return undefined;
      const atMs = Date.parse(event.at);
      const { id: causedBy, receivedAt } = causes.at(atMs).cause;
      return { event: { ...event, revision: event.revision + 1, withdrawn: true, causedBy, receivedAt }, atMs };
    },
  };
  const facts = new Map(changed.scores.map((point) => [point.atMs, point]));
  const before = new Map(kept.map((one) => [Date.parse(one.event.at), one]));
  return revise(facts, before, telling).map((revised) => told(revised, { changed, goesOut: true }));
}

/** The signals to be told of a patient. */
export function signalsToTell(
  changed: ChangedHistory,
  trends: ChangedTrends | undefined,
  {
    kept,
    scoreAt,
  }: { readonly kept: readonly KeptEvent<Signal>[]; readonly scoreAt: (atMs: number) => Score | undefined },
): readonly Told<Signal>[] {
  const { patientId, causes, toldUpToMs } = changed;
  const changes = trends === undefined ? changed.changes : [...changed.changes, ...trends.changes];
  const levelNow = levelsNow(changes);
  const scoreOf = ({ point }: LevelChange): Score | null => (point === null ? null : (scoreAt(point.atMs) ?? null));
  const telling: Telling<LevelChange, Signal, KeptEvent<Signal>> = {
    again: (change, { event: { revision, late, receivedAt } }) =>
      signalEvent(change, { patientId, revision, late, receivedAt, score: scoreOf(change) }),
    now: (change, before) =>
      signalEvent(change, {
        patientId,
        revision: (before?.event.revision ?? 0) + 1,
        late: isHistory(change, {
          toldUpToMs,
          levelNow: levelNow.get(lineOf(change)) ?? change.tier,
          told: before?.event,
        }),
        receivedAt: causes.at(change.atMs).cause.receivedAt,
        score: scoreOf(change),
      }),
    takenBack: ({ event }) => {
      if (event.kind === 'withdrawn') return undefined;
      const atMs = Date.parse(event.at);
      const { receivedAt } = causes.at(atMs).cause;
      return { event: { ...event, revision: event.revision + 1, kind: 'withdrawn', receivedAt }, atMs };
    },
  };
  const facts = new Map(
    changes.map((change) => [signalId(change.stayId, change.condition, instant(change.atMs)), change]),
  );
  const before = new Map(
    kept.filter(({ event }) => isRetold(event, changed, trends)).map((one) => [one.event.id, one]),
  );
  return revise(facts, before, telling).map((revised) =>
    told(revised, { changed, goesOut: revised.event.stayId === changed.openStayId }),
  );
}

/** The requests to be told of a patient. */
export function requestsToTell(
  changed: ChangedHistory,
  kept: readonly KeptEvent<MeasurementRequest>[],
): readonly Told<MeasurementRequest>[] {
  const { patientId, causes } = changed;
  const telling: Telling<Ask, MeasurementRequest, KeptEvent<MeasurementRequest>> = {
    again: (ask, { event: { revision, receivedAt } }) => requestEvent(ask, { patientId, revision, receivedAt }),
    now: (ask, before) =>
      requestEvent(ask, {
        patientId,
        revision: (before?.event.revision ?? 0) + 1,
        receivedAt: causes.at(ask.atMs).cause.receivedAt,
      }),
    takenBack: ({ event }) =>
      event.state === 'withdrawn' ? undefined : { ...revisedState(event, 'withdrawn'), atMs: Date.parse(event.at) },
  };
  const revisedState = (event: MeasurementRequest, state: MeasurementRequest['state']) => {
    const { receivedAt } = causes.last.cause;
    return { event: { ...event, revision: event.revision + 1, state, receivedAt } };
  };
  const facts = new Map(changed.asks.map((ask) => [requestId({ ...ask, at: instant(ask.atMs) }), ask]));
  const before = new Map<EventId, KeptEvent<MeasurementRequest>>();
  const revised: Revised<MeasurementRequest, KeptEvent<MeasurementRequest>>[] = [];
  for (const one of kept) {
    const atMs = Date.parse(one.event.at);
    if (atMs >= changed.fromMs) before.set(one.event.id, one);
    else if (changed.answered.includes(one.event.id) && one.event.state === 'asked') {
      const { event } = revisedState(one.event, 'answered');
      revised.push({ event, text: JSON.stringify(event), atMs, replaced: one });
    }
  }
  revised.push(...revise(facts, before, telling));
  return revised.map((one) => told(one, { changed, goesOut: one.event.stayId === changed.openStayId }));
}

/** Which of what has been told is being told anew: everything from when on the history, or the trends, may differ. */
function isRetold({ at, condition }: Signal, changed: ChangedHistory, trends: ChangedTrends | undefined): boolean {
  const isTrend = kindOfCondition(condition) === 'trend';
  if (isTrend && trends === undefined) return false;
  return Date.parse(at) >= (isTrend && trends !== undefined ? trends.fromMs : changed.fromMs);
}

function levelsNow(changes: readonly LevelChange[]): ReadonlyMap<string, Tier> {
  const newest = new Map<string, LevelChange>();
  for (const change of changes) {
    const known = newest.get(lineOf(change));
    if (known === undefined || known.atMs <= change.atMs) newest.set(lineOf(change), change);
  }
  return new Map([...newest].map(([line, { tier }]) => [line, tier]));
}

const lineOf = ({ stayId, condition }: LevelChange): string => `${stayId} ${condition}`;

function told<Event>(
  { event, text, atMs, replaced }: Revised<Event, KeptEvent<Event>>,
  { changed, goesOut }: { readonly changed: ChangedHistory; readonly goesOut: boolean },
): Told<Event> {
  const { causes, fromMs } = changed;
  const { cause, comesAgain } = atMs < fromMs ? causes.last : causes.at(atMs);
  return { event, text, atMs, causedBy: cause.id, comesAgain, goesOut, replaced };
}
