import { type Tier } from '#libs/clinical';
import {
  type EventId,
  eventToLog,
  instant,
  kindOfCondition,
  type MeasurementRequest,
  requestId,
  type Score,
  type Signal,
  signalId,
} from '#libs/contracts';
import { type LevelChange, type RequestPoint, scoreEvent, type ScorePoint, type TimelineUpdate } from '#libs/timeline';
import { requestEvent } from './request-event.ts';
import { type EventMaker, type PublishedEvent, revise, type Revision } from './revisions.ts';
import { isHistory, signalEvent } from './signal-event.ts';

/** Changes of a patient's trends, and from when on these are all there are. */
export interface TrendUpdate {
  readonly fromMs: number;
  readonly changes: readonly LevelChange[];
  readonly requests: readonly RequestPoint[];
}

/** An event that has to be stored and, unless it is about a stay that has ended, published. */
export interface EventChange<Event> extends Revision<Event> {
  readonly causedBy: EventId;
  /** Whether its cause comes again until the event is known to be on the log. */
  readonly comesAgain: boolean;
  readonly goesOut: boolean;
}

/** The scores that an update makes, changes or withdraws. */
export function scoreChanges(
  update: TimelineUpdate,
  published: readonly PublishedEvent<Score>[],
): readonly EventChange<Score>[] {
  const { patientId } = update;
  const maker: EventMaker<ScorePoint, Score> = {
    print: (event) => eventToLog('scores', event),
    unchanged: (point, { event: { revision, late, causedBy, receivedAt } }) =>
      scoreEvent(point, { patientId, revision, late, cause: { id: causedBy, receivedAt } }),
    next: (point, before) => {
      const { atMs } = point;
      const keepsLate = before !== undefined && !before.event.withdrawn && !update.isTakenAt(atMs);
      return scoreEvent(point, {
        patientId,
        revision: (before?.event.revision ?? 0) + 1,
        late: keepsLate ? before.event.late : update.isLate(atMs),
        cause: update.causeAt(atMs).cause,
      });
    },
    withdrawn: ({ event }) => {
      if (event.withdrawn) return undefined;
      const atMs = Date.parse(event.at);
      const { id: causedBy, receivedAt } = update.causeAt(atMs).cause;
      return { event: { ...event, revision: event.revision + 1, withdrawn: true, causedBy, receivedAt }, atMs };
    },
  };
  const facts = new Map(update.history.scores.map((point) => [point.atMs, point]));
  const before = new Map(published.map((one) => [Date.parse(one.event.at), one]));
  return revise(facts, before, maker).map((revision) => changeOf(update, revision, true));
}

/** The signals that an update makes, changes or withdraws. */
export function signalChanges(
  update: TimelineUpdate,
  trends: TrendUpdate | undefined,
  {
    published,
    scoreAt,
  }: {
    readonly published: readonly PublishedEvent<Signal>[];
    readonly scoreAt: (atMs: number) => Score | undefined;
  },
): readonly EventChange<Signal>[] {
  const { patientId, previousHorizonMs } = update;
  const changes = trends === undefined ? update.history.changes : [...update.history.changes, ...trends.changes];
  const levels = newestLevels(changes);
  const scoreOf = ({ point }: LevelChange): Score | null => (point === null ? null : (scoreAt(point.atMs) ?? null));
  const maker: EventMaker<LevelChange, Signal> = {
    print: (event) => eventToLog('signals', event),
    unchanged: (change, { event: { revision, late, receivedAt } }) =>
      signalEvent(change, { patientId, revision, late, receivedAt, score: scoreOf(change) }),
    next: (change, before) =>
      signalEvent(change, {
        patientId,
        revision: (before?.event.revision ?? 0) + 1,
        late: isHistory(change, {
          previousHorizonMs,
          newestLevel: levels.get(lineOf(change)) ?? change.tier,
          published: before?.event,
        }),
        receivedAt: update.causeAt(change.atMs).cause.receivedAt,
        score: scoreOf(change),
      }),
    withdrawn: ({ event }) => {
      if (event.kind === 'withdrawn') return undefined;
      const atMs = Date.parse(event.at);
      const { receivedAt } = update.causeAt(atMs).cause;
      return { event: { ...event, revision: event.revision + 1, kind: 'withdrawn', receivedAt }, atMs };
    },
  };
  const facts = new Map(
    changes.map((change) => [signalId(change.stayId, change.condition, instant(change.atMs)), change]),
  );
  const before = new Map(
    published.filter(({ event }) => isConcerned(event, update, trends)).map((one) => [one.event.id, one]),
  );
  return revise(facts, before, maker).map((revision) => changeOf(update, revision, isOfOpenStay(update, revision)));
}

/**
 * The requests that an update, and the trends with it, make, change or withdraw.
 *
 * @param answered open requests from before the update that are answered now.
 */
export function requestChanges(
  update: TimelineUpdate,
  trends: TrendUpdate | undefined,
  {
    published,
    answered,
  }: { readonly published: readonly PublishedEvent<MeasurementRequest>[]; readonly answered: readonly EventId[] },
): readonly EventChange<MeasurementRequest>[] {
  const { patientId } = update;
  const inState = (event: MeasurementRequest, state: MeasurementRequest['state']): MeasurementRequest => {
    const { receivedAt } = update.lastCause.cause;
    return { ...event, revision: event.revision + 1, state, receivedAt };
  };
  const maker: EventMaker<RequestPoint, MeasurementRequest> = {
    print: (event) => eventToLog('requests', event),
    unchanged: (point, { event: { revision, receivedAt } }) => requestEvent(point, { patientId, revision, receivedAt }),
    next: (point, before) =>
      requestEvent(point, {
        patientId,
        revision: (before?.event.revision ?? 0) + 1,
        receivedAt: update.causeAt(point.atMs).cause.receivedAt,
      }),
    withdrawn: ({ event }) =>
      event.state === 'withdrawn' ? undefined : { event: inState(event, 'withdrawn'), atMs: Date.parse(event.at) },
  };
  const facts = new Map(
    [...update.history.requests, ...(trends?.requests ?? [])].map((point) => [
      requestId({ ...point, at: instant(point.atMs) }),
      point,
    ]),
  );
  const before = new Map<EventId, PublishedEvent<MeasurementRequest>>();
  const revisions: Revision<MeasurementRequest>[] = [];
  for (const one of published) {
    const atMs = Date.parse(one.event.at);
    const comparedFromMs = one.event.why === 'unconfirmed' ? (trends?.fromMs ?? Infinity) : update.fromMs;
    if (atMs >= comparedFromMs) before.set(one.event.id, one);
    else if (answered.includes(one.event.id) && one.event.state === 'asked') {
      const event = inState(one.event, 'answered');
      revisions.push({ event, text: maker.print(event), atMs, replaced: one });
    }
  }
  revisions.push(...revise(facts, before, maker));
  return revisions.map((revision) => changeOf(update, revision, isOfOpenStay(update, revision)));
}

/** Whether a signal lies in what is compared: everything from when on the history, or the trends, may differ. */
function isConcerned({ at, condition }: Signal, update: TimelineUpdate, trends: TrendUpdate | undefined): boolean {
  const isTrend = kindOfCondition(condition) === 'trend';
  if (isTrend && trends === undefined) return false;
  return Date.parse(at) >= (isTrend && trends !== undefined ? trends.fromMs : update.fromMs);
}

function newestLevels(changes: readonly LevelChange[]): ReadonlyMap<string, Tier> {
  const newest = new Map<string, LevelChange>();
  for (const change of changes) {
    const known = newest.get(lineOf(change));
    if (known === undefined || known.atMs <= change.atMs) newest.set(lineOf(change), change);
  }
  return new Map([...newest].map(([line, { tier }]) => [line, tier]));
}

const lineOf = ({ stayId, condition }: LevelChange): string => `${stayId} ${condition}`;

function isOfOpenStay({ timeline }: TimelineUpdate, { event }: Revision<Signal | MeasurementRequest>): boolean {
  return event.stayId === timeline.plan?.stay?.stayId;
}

function changeOf<Event>(update: TimelineUpdate, revision: Revision<Event>, goesOut: boolean): EventChange<Event> {
  const { cause, comesAgain } = revision.atMs < update.fromMs ? update.lastCause : update.causeAt(revision.atMs);
  return { ...revision, causedBy: cause.id, comesAgain, goesOut };
}
