import type { Alert, AlertEvent, Notification } from '#libs/contracts';
import { z } from 'zod';
import type { ReceivedMessage } from '../../outside/message-receiver.ts';
import type { ExpectedStep } from './expected-steps.ts';

/** An alert of the run, once it is over. */
export interface AlertOfRun {
  readonly id: Alert['id'];
  readonly raisedAt: string;
  readonly alert: Pick<Alert, 'state' | 'escalation'>;
  /** Its timeline, oldest first. */
  readonly events: readonly AlertEvent[];
  readonly acknowledgement: Acknowledgement | undefined;
}

export interface Acknowledgement {
  /** By the clock of the services. */
  readonly at: string;
  /** When the answer came, by the clock of this machine, in milliseconds. */
  readonly answeredAtMs: number;
}

/** What is in the ledger, as the metrics of a service have it. */
export type LedgerSums = Readonly<Record<Notification['state'] | 'created', number>>;

/** Of a step in a timeline. */
const EscalatedFacts = z.object({ step: z.number(), round: z.number(), people: z.array(z.object({ id: z.string() })) });

/** A message that was on its way when its alert was acknowledged has arrived by then: a provider has ten seconds to answer. */
const onItsWayMs = 11_000;
const minuteMs = 60_000;

export const isRepaired = ({ events }: Pick<AlertOfRun, 'events'>): boolean =>
  events.some(({ facts }) => facts['because'] === 'repaired');

const stepsOf = (events: readonly AlertEvent[]): readonly AlertEvent[] =>
  events.filter(({ kind, facts }) => kind === 'escalated' && facts['because'] !== 'repaired');

/** What is wrong with the steps of an alert: each is to have been taken once, in order and on time, and none after the acknowledgement. */
export function faultsOfSteps(
  { id, raisedAt, alert, events, acknowledgement }: AlertOfRun,
  { expected, now }: { readonly expected: readonly ExpectedStep[]; readonly now: Date },
): readonly string[] {
  const faults: string[] = [];
  const dueAt = ({ minute }: ExpectedStep): string => new Date(Date.parse(raisedAt) + minute * minuteMs).toISOString();
  const end = acknowledgement?.at ?? now.toISOString();
  const possible = expected.filter((step) => dueAt(step) <= end);
  // One that was due at the moment of the acknowledgement may have come before it or not.
  const certain = acknowledgement === undefined ? possible : possible.filter((step) => dueAt(step) < end);
  const taken = stepsOf(events);
  if (!isRepaired({ events })) {
    for (const [index, { at, facts }] of taken.entries()) {
      const planned = possible[index];
      const name = `step ${String(facts['step'])}, round ${String(facts['round'])}, at ${at}`;
      if (planned === undefined || planned.step !== facts['step'] || planned.round !== facts['round'])
        faults.push(`${name}: not expected`);
      else if (at !== dueAt(planned)) faults.push(`${name}: was due at ${dueAt(planned)}`);
    }
    if (taken.length < certain.length)
      faults.push(`${String(taken.length)} steps taken, expected ${String(certain.length)}`);
  }
  const answered = events.findIndex(({ kind }) => kind === 'acknowledged');
  if (answered >= 0 && stepsOf(events.slice(answered)).length > 0) faults.push('a step after the acknowledgement');
  if (acknowledgement !== undefined && answered < 0) faults.push('the acknowledgement is not in the timeline');
  const next = alert.escalation?.nextStepAt ?? null;
  if (acknowledgement === undefined && (next === null || next <= now.toISOString()))
    faults.push(`its next step, due at ${String(next)}, has not been taken`);
  return faults.map((fault) => `alert ${id}: ${fault}`);
}

/** What is wrong with the notifications of an alert, against its timeline and what its people were to get. */
export function faultsOfNotifications(
  { id, events, acknowledgement }: AlertOfRun,
  notifications: readonly Notification[],
): readonly string[] {
  const keyOf = ({ step, round, personId }: Pick<Notification, 'step' | 'round' | 'personId'>): string =>
    `step ${String(step)}, round ${String(round)}, ${personId}`;
  const faults = repeatedAmong(
    notifications.map((each) => `run ${String(each.run)}, ${keyOf(each)}, ${each.channel}`),
  ).map((key) => `two notifications of ${key}`);
  const wanted = stepsOf(events).flatMap(({ facts }) => {
    const { step, round, people } = EscalatedFacts.parse(facts);
    return people.map(({ id: personId }) => keyOf({ step, round, personId }));
  });
  for (const channels of [['console'], ['sms', 'webhook']]) {
    const made = new Set(notifications.filter(({ channel }) => channels.includes(channel)).map(keyOf));
    for (const key of wanted) if (!made.has(key)) faults.push(`no notification by ${channels.join(' or ')} of ${key}`);
    for (const key of made) if (!wanted.includes(key)) faults.push(`a notification of no step: ${key}`);
  }
  const since = acknowledgement?.at;
  if (since === undefined) return faults.map((fault) => `alert ${id}: ${fault}`);
  for (const { createdAt, state } of notifications) {
    if (createdAt > since) faults.push(`a notification made at ${createdAt}, after the acknowledgement at ${since}`);
    if (state === 'pending') faults.push('a notification still pending after the acknowledgement');
  }
  return faults.map((fault) => `alert ${id}: ${fault}`);
}

/** Whether the ledger's sums agree with each other, and with its entries. */
export function faultsOfSums(sums: LedgerSums, notifications: readonly Notification[]): readonly string[] {
  const { created, pending, delivered, failed, superseded } = sums;
  const faults: string[] = [];
  if (created !== pending + delivered + failed + superseded) faults.push(`the sums differ: ${JSON.stringify(sums)}`);
  if (created !== notifications.length)
    faults.push(`${String(created)} notifications by the sums, ${String(notifications.length)} in the ledger`);
  for (const state of ['pending', 'delivered', 'failed', 'superseded'] as const) {
    const listed = notifications.filter((each) => each.state === state).length;
    if (listed !== sums[state])
      faults.push(`${String(listed)} ${state} in the ledger, ${String(sums[state])} by the sums`);
  }
  return faults;
}

/** What is wrong with what has arrived: all that was delivered is to be there, and nothing that the ledger does not know. */
export function faultsOfDelivery(
  received: readonly ReceivedMessage[],
  notifications: readonly Notification[],
  alerts: readonly AlertOfRun[],
): readonly string[] {
  const firstArrival = new Map<string, number>();
  for (const { id, atMs } of received) if (!firstArrival.has(id)) firstArrival.set(id, atMs);
  // Ids as they arrived: what is of no notification is looked for.
  const byId = new Map(notifications.map((each) => [each.id as string, each]));
  const acknowledged = new Map(alerts.map(({ id, acknowledgement }) => [id as string, acknowledgement]));
  const faults: string[] = [];
  for (const { id, channel, state } of notifications) {
    if (channel === 'console') continue;
    if (state === 'delivered' && !firstArrival.has(id))
      faults.push(`notification ${id} was delivered and is not there`);
    if (state === 'pending') faults.push(`notification ${id} has come to no end`);
  }
  for (const [id, atMs] of firstArrival) {
    const notification = byId.get(id);
    if (notification === undefined) faults.push(`message ${id} is of no notification`);
    const answered = acknowledged.get(notification?.alertId ?? '');
    if (answered !== undefined && atMs > answered.answeredAtMs + onItsWayMs)
      faults.push(`message ${id} was sent ${String(atMs - answered.answeredAtMs)} ms after the acknowledgement`);
  }
  return faults;
}

function repeatedAmong(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}
