import {
  ShownDevice,
  Alert,
  type AlertState,
  Board,
  BoardRow,
  ChartedObservation,
  type ConditionKind,
  instant,
  type Instant,
  Me,
  Patient,
  type PatientId,
  Plan,
  QuarantinedEntry,
  RuleSet,
  Score,
  Stay,
  type StayId,
  Task,
  TechnicalAlert,
  Ward,
  type WardId,
} from '#libs/contracts';
import { queryOptions, replaceEqualDeep, skipToken } from '@tanstack/react-query';
import { z } from 'zod';
import { serverClock } from '../time/server-clock.ts';
import { siteTime } from '../time/site-time.ts';
import { ask, read } from './http.ts';
import { inSlices } from './in-slices.ts';
import { queryKeys } from './query-keys.ts';
import { type Listed, listOf, searchFor } from './lists.ts';

/** Which alerts; `open` is raised or acknowledged. */
export interface AlertFilter {
  readonly wardId?: WardId | undefined;
  readonly patientId?: PatientId | undefined;
  readonly state?: AlertState | 'open' | undefined;
  readonly conditionKind?: ConditionKind | undefined;
  /** As they stood then; left out for now. */
  readonly asOf?: Instant | undefined;
}

/** As it was known at that instant; null for now. */
export type AsOfTime = Instant | null;

/** Who is signed in and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await ask({ path: '/me', schema: Me, signal });
    // Nothing with a time on it is shown before it is known who is asking.
    siteTime.useZone(me.site?.timeZone);
    return me;
  },
  staleTime: 5 * 60_000,
});

/** What is wrong with Homeward itself. A live event has it fetched again, where a page listens. */
export const technicalAlertsQuery = queryOptions({
  queryKey: ['technical-alerts'],
  queryFn: ({ signal }) =>
    listOf({ path: '/technical-alerts', query: { state: 'open' }, schema: TechnicalAlert, signal, mostPages: 1 }),
});

export const wardsQuery = queryOptions({
  queryKey: ['wards'],
  queryFn: ({ signal }) => listOf({ path: '/wards', query: {}, schema: Ward, signal, mostPages: 4 }),
});

const BoardOfUnreadRows = Board.extend({ rows: z.array(z.unknown()) });

/**
 * A ward's board as it was when the service answered, or as it was known at an earlier time. A thousand rows are read in
 * slices, and those that are as before stay the same objects.
 */
export async function fetchBoard(
  { wardId, asOf, signal }: { readonly wardId: WardId; readonly asOf: AsOfTime; readonly signal: AbortSignal },
  before: Board | undefined,
): Promise<Board> {
  const path = `/wards/${wardId}/board${searchFor({ asOf })}`;
  const { rows: unread, ...board } = await ask({ path, schema: BoardOfUnreadRows, signal });
  // Of a board of the past this is the time that was asked for.
  if (asOf === null) serverClock.hearAnswerTime(board.asOf);
  const known = new Map(before?.rows.map((row) => [row.patientId, row]));
  const rows = await inSlices(unread, (json, index) => {
    const row = read(BoardRow, json, `${path}: rows.${String(index)}`);
    return replaceEqualDeep(known.get(row.patientId), row);
  });
  return { ...board, rows };
}

/** Of no ward while it is not known which. */
export const boardQuery = (wardId: WardId | undefined, asOf: AsOfTime) =>
  queryOptions({
    queryKey: ['board', wardId, asOf],
    queryFn:
      wardId === undefined
        ? skipToken
        : ({ signal, client, queryKey }) => fetchBoard({ wardId, asOf, signal }, client.getQueryData<Board>(queryKey)),
    // Done where the rows are read: comparing all of them at once would hold the page up.
    structuralSharing: false,
    staleTime: asOf === null ? 60_000 : Infinity,
  });

/** With the stay and the devices of then, where an earlier time is asked for. */
export const patientQuery = (patientId: PatientId, asOf: AsOfTime = null) =>
  queryOptions({
    queryKey: queryKeys.patient(patientId, asOf),
    queryFn: ({ signal }) => ask({ path: `/patients/${patientId}${searchFor({ asOf })}`, schema: Patient, signal }),
    ...(asOf === null ? {} : { staleTime: Infinity }),
  });

/** As it is when a form about it opens: never from what was fetched before. */
export const stayQuery = (stayId: StayId) =>
  queryOptions({
    queryKey: ['stay', stayId],
    queryFn: ({ signal }) => ask({ path: `/stays/${stayId}`, schema: Stay, signal }),
    gcTime: 0,
  });

export const planQuery = (patientId: PatientId, asOf: AsOfTime = null) =>
  queryOptions({
    queryKey: ['plan', patientId, asOf],
    queryFn: ({ signal }) => ask({ path: `/patients/${patientId}/plan${searchFor({ asOf })}`, schema: Plan, signal }),
  });

export const chartHours = [6, 24, 168] as const;
export type ChartHours = (typeof chartHours)[number];

/** `168` reads better as days. */
export const chartHoursWords: Readonly<Record<ChartHours, string>> = { 6: '6 hours', 24: '24 hours', 168: '7 days' };

/** A part of a patient's chart: so many hours up to now, or up to an earlier time and as it was known then. */
export interface ChartPart {
  readonly patientId: PatientId;
  readonly hours: ChartHours;
  readonly asOf: AsOfTime;
}

function windowOf({ hours, asOf }: ChartPart): Readonly<Record<string, string | undefined>> {
  const until = asOf === null ? serverClock.now() : Date.parse(asOf);
  return { from: instant(until - hours * 3_600_000), asOf: asOf ?? undefined };
}

/** Enough for a wearable that reads every minute for a week; more is said to be more. */
const mostChartPages = 20;

export function fetchObservations(part: ChartPart, signal: AbortSignal): Promise<Listed<ChartedObservation>> {
  const path = `/patients/${part.patientId}/observations`;
  return listOf({ path, query: windowOf(part), schema: ChartedObservation, signal, mostPages: mostChartPages });
}

export function fetchScores(part: ChartPart, signal: AbortSignal): Promise<Listed<Score>> {
  const path = `/patients/${part.patientId}/scores`;
  return listOf({ path, query: windowOf(part), schema: Score, signal, mostPages: mostChartPages });
}

/** The newest score, however long ago, as a list of one; empty where nothing has been scored. */
export async function fetchNewestScore(
  patientId: PatientId,
  asOf: AsOfTime,
  signal: AbortSignal,
): Promise<Listed<Score>> {
  return listOf({
    path: `/patients/${patientId}/scores`,
    query: { limit: '1', asOf: asOf ?? undefined },
    schema: Score,
    signal,
    mostPages: 1,
  });
}

/** The most urgent first, so many pages of two hundred. */
export function fetchAlerts(query: AlertFilter, signal: AbortSignal, mostPages = 1): Promise<Listed<Alert>> {
  const asked = { ...query, limit: '200', ...(query.asOf === undefined ? { order: 'urgency' } : {}) };
  return listOf({ path: '/alerts', query: asked, schema: Alert, signal, mostPages });
}

/**
 * What may be a person's own: the most urgent open alerts, as `fetchAlerts` has them, and all that the person sees to, however
 * little urgent.
 */
export async function fetchOwnAlerts(query: AlertFilter, signal: AbortSignal, mostPages = 1): Promise<Listed<Alert>> {
  const [urgent, owned] = await Promise.all([
    fetchAlerts(query, signal, mostPages),
    listOf({ path: '/alerts', query: { ...query, owner: 'me' }, schema: Alert, signal, mostPages: 4 }),
  ]);
  const listed = new Set(urgent.items.map(({ id }) => id));
  return { items: [...urgent.items, ...owned.items.filter(({ id }) => !listed.has(id))], more: urgent.more };
}

/** One alert, whatever list it is on. */
export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => ask({ path: `/alerts/${id}`, schema: Alert, signal }),
  });

/** One task, whatever list it is on. */
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => ask({ path: `/tasks/${id}`, schema: Task, signal }),
  });

/** What is quarantined of a patient's readings. */
export const quarantineQuery = (patientId: PatientId) =>
  queryOptions({
    queryKey: ['quarantine', patientId],
    queryFn: ({ signal }) =>
      listOf({ path: '/quarantine', query: { patientId }, schema: QuarantinedEntry, signal, mostPages: 1 }),
  });

export const deviceQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ['device', deviceId],
    queryFn: ({ signal }) => ask({ path: `/devices/${encodeURIComponent(deviceId)}`, schema: ShownDevice, signal }),
  });

/** A chart, or a pathway's rules: its newest version, or the one that is named. None changes while a page is open. */
export const ruleSetQuery = (key: string) =>
  queryOptions({
    queryKey: ['rule-set', key],
    queryFn: ({ signal }) => ask({ path: `/rule-sets/${encodeURIComponent(key)}`, schema: RuleSet, signal }),
    staleTime: 30 * 60_000,
  });

/** Which tasks. */
export interface TaskFilter {
  readonly wardId?: WardId | undefined;
  readonly patientId?: PatientId | undefined;
  readonly state?: Task['state'] | undefined;
}

export function fetchTasks(query: TaskFilter, signal: AbortSignal): Promise<Listed<Task>> {
  return listOf({ path: '/tasks', query: { ...query, limit: '200' }, schema: Task, signal, mostPages: 1 });
}
